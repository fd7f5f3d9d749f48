import AWSWire
import Foundation
import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Lambda operations` {
  @Test func `an invocation answers with the end of its log where that is asked for`() async throws
  {
    let lambda = try await LambdaStage(ServiceStage())
    let answer = try await lambda.call("Invoke", ["FunctionName": "f", "LogType": "Tail"])
    let log = try #require(answer["LogResult"]?.string.flatMap { Data(base64Encoded: $0) })
    let text = String(decoding: log, as: UTF8.self)
    #expect(text.hasPrefix("START RequestId: test Version: $LATEST\nreceived\nanswered\nEND "))
    #expect(text.hasSuffix("\t\n"))
    #expect(answer["ExecutedVersion"] == "$LATEST")
    let without = try await lambda.call("Invoke", ["FunctionName": "f", "LogType": "None"])
    #expect(without["LogResult"]?.string == nil)
  }

  @Test func `a long log is cut to its last four thousand and ninety-six bytes`() throws {
    let lines = (0..<500).map { number in
      LogLine(timestamp: Instant(milliseconds: 0), message: "line \(number) ü")
    }
    let log = try #require(Data(base64Encoded: InvocationLog.tail(of: lines)))
    #expect(log.count == 4096)
    #expect(String(decoding: log, as: UTF8.self).hasSuffix("line 499 ü\n"))
  }

  @Test(
    arguments: [
      ("f", "$LATEST", nil), ("f:$LATEST", nil, nil), ("000000000000:function:f", nil, nil),
      ("f", "1", "Function not found: arn:aws:lambda:eu-central-1:000000000000:function:f:1"),
      (
        "f:live", nil,
        "Function not found: arn:aws:lambda:eu-central-1:000000000000:function:f:live"
      ),
      (
        "f:1", "2",
        "The derived qualifier from the function name does not match the specified qualifier."
      ), ("h", nil, "Function not found: arn:aws:lambda:eu-central-1:000000000000:function:h"),
    ] as [(String, String?, String?)]
  )
  func `a function is named with the version that there is`(
    name: String,
    qualifier: String?,
    message: String?
  ) async throws {
    let lambda = try await LambdaStage(ServiceStage())
    let input: JSON = ["FunctionName": .string(name), "Qualifier": JSON(qualifier)]
    #expect(await lambda.refusal("Invoke", input)?.message == message)
    #expect(await lambda.refusal("GetFunction", input)?.message == message)
  }

  @Test func `functions are listed a page at a time`() async throws {
    let names = (10..<70).map { "f\($0)" }
    let lambda = try await LambdaStage(ServiceStage(), functions: names)
    var (found, marker): ([String], JSON) = ([], nil)
    repeat {
      let page = try await lambda.call("ListFunctions", ["MaxItems": 25, "Marker": marker])
      found += (page["Functions"]?.array ?? []).compactMap { $0["FunctionName"]?.string }
      marker = page["NextMarker"] ?? nil
    } while !marker.isNull
    #expect(found == names)
    let most = try await lambda.call("ListFunctions", ["MaxItems": 10_000])
    #expect(most["Functions"]?.array?.count == 50)
    let refusal = await lambda.refusal("ListFunctions", ["MaxItems": 0])
    #expect(
      refusal?.message
        == "1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: Member "
        + "must have value greater than or equal to 1"
    )
    #expect(await lambda.refusal("ListFunctions", ["Marker": "x"])?.status == 400)
  }

  @Test func `a function is configured anew, which holds after a restart`() async throws {
    let stage = try ServiceStage()
    let first = try await LambdaStage(stage)
    let before = try await first.call("GetFunctionConfiguration", ["FunctionName": "f"])
    let answer = try await first.call(
      "UpdateFunctionConfiguration",
      [
        "FunctionName": "f", "Timeout": 7, "MemorySize": 256, "Description": "new",
        "Environment": ["Variables": ["KEY": "value"]], "Role": "r",
        "TracingConfig": ["Mode": "PassThrough"], "Layers": [],
      ]
    )
    #expect(answer["LastUpdateStatus"] == "Successful")
    #expect(answer["Timeout"] == 7 && answer["MemorySize"] == 256)
    #expect(answer["RevisionId"]?.string != before["RevisionId"]?.string)
    #expect(answer["Environment"] == ["Variables": ["KEY": "value"]])
    let log = try await first.runner.invocation(of: "f", payload: [:], requestID: "i").lines
    #expect(log.last?.message.contains("Memory Size: 256 MB") == true)
    await first.database.close()
    let second = try await LambdaStage(stage)
    let after = try await second.call("GetFunctionConfiguration", ["FunctionName": "f"])
    #expect(after == answer)
    // A template that says something else of the function has the last word.
    try await second.service.register([LambdaStage.resource("f", timeout: 5)])
    let put = try await second.call("GetFunctionConfiguration", ["FunctionName": "f"])
    #expect(put["Timeout"] == 5 && put["MemorySize"] == 128 && put["Description"] == "")
  }

  @Test(
    arguments: [
      (
        ["Timeout": 901, "MemorySize": 127],
        "2 validation errors detected: Value '901' at 'timeout' failed to satisfy constraint: Member "
          + "must have value less than or equal to 900; Value '127' at 'memorySize' failed to satisfy "
          + "constraint: Member must have value greater than or equal to 128"
      ),
      (
        ["MemorySize": 10_241],
        "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal "
          + "to 10240"
      ), (["Timeout": "long"], "STRING_VALUE can not be converted to an Integer"),
      (
        ["Environment": ["Variables": ["1A": "x"]]],
        "1 validation error detected: Value '{1A=x}' at 'environment.variables' failed to satisfy "
          + "constraint: Map keys must satisfy constraint: [Member must satisfy regular expression "
          + "pattern: [a-zA-Z]([a-zA-Z0-9_])+]"
      ),
      (
        ["Environment": ["Variables": ["AWS_REGION": "x"]]],
        "Lambda was unable to configure your environment variables because the environment variables "
          + "you have provided contains reserved keys that are currently not supported for "
          + "modification. Reserved keys used in this request: AWS_REGION"
      ), (["Runtime": "python3.12"], "The local cloud does not change the Runtime of a function."),
      (
        ["RevisionId": "other"],
        "The Revision Id provided does not match the latest Revision Id. Call the "
          + "GetFunction/GetAlias API to retrieve the latest Revision Id"
      ),
    ] as [(JSON, String)]
  )
  func `a configuration that cannot be is refused`(change: JSON, message: String) async throws {
    let lambda = try await LambdaStage(ServiceStage())
    let input: JSONObject = ["FunctionName": "f"]
    let refusal = await lambda.refusal(
      "UpdateFunctionConfiguration",
      .object(input.merging(change.object ?? [:]))
    )
    #expect(refusal?.message == message)
    let present = try await lambda.call("GetFunctionConfiguration", ["FunctionName": "f"])
    #expect(present["Timeout"] == 3)
  }
}
