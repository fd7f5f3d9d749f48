import AWSWire
import CustomerBackend
import JSONValue
import Testing

struct RequestBodyTests {
  static let functions: [BackendFunction] = [.putCustomerID, .submitWorkflow]

  private func event(_ function: BackendFunction, _ body: String?, _ type: String?) -> JSON {
    function == .submitWorkflow
      ? Events.submission(body, contentType: type)
      : Events.rest("PUT", segment: "a", body: body, contentType: type)
  }

  @Test(
    arguments: functions,
    ["not JSON", "[]", "7", "null", "\"{}\"", "{", #"{"id":"a"} x"#, " "]
  )
  func `a body that is no JSON object is refused`(function: BackendFunction, body: String) async {
    let run = await Run(function, event(function, body, "application/json"))
    #expect(run.status == 400)
    #expect(run.body == ["error": "the body must be a JSON object"])
  }

  @Test(
    arguments: functions,
    ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "", "json"]
  )
  func `a body of another type is not read`(function: BackendFunction, type: String) async {
    let run = await Run(function, event(function, #"{"id":"a"}"#, type))
    #expect(run.status == 415)
    #expect(run.body == ["error": "the body's Content-Type must be application/json"])
  }

  @Test(arguments: functions)
  func `a body in base64 was not text`(function: BackendFunction) async {
    var event = event(function, "e30=", "application/json")
    event["isBase64Encoded"] = true
    #expect(await Run(function, event).status == 400)
  }

  @Test(arguments: [nil, ""])
  func `a submission needs a body`(body: String?) async {
    let run = await Run(.submitWorkflow, Events.submission(body, contentType: nil))
    #expect(run.status == 400)
    #expect(run.body == ["error": "the body must be a JSON object"])
  }
}
