import AWSWire
import CustomerDomain
import JSONValue
import Testing

@testable import CustomerServices

@Suite("What failures advise")
struct AdviceTests {
  @Test func `a refusal of a changing action says what would allow it`() async throws {
    let rules = RuleService(
      caller: ScriptedCaller { _ in [:] },
      mode: .readOnly(advice: "take read-only out of context ro")
    )
    let failure = await #expect(throws: ServiceFailure.self) {
      try await rules.set("r", enabled: true)
    }
    #expect(failure?.advice == "take read-only out of context ro")
  }

  @Test(arguments: [
    (
      "load-2", "InvalidParameterException", "Invalid character(s) in term 'load-2'", #"'"load-2"'"#
    ),
    ("a b-c", "InvalidParameterException", "Invalid filter pattern", #"'"load-2"'"#),
    ("load-2", "InvalidParameterException", "1 validation error", nil),
    ("load-2", "ResourceNotFoundException", "no pattern", nil),
    (nil, "InvalidParameterException", "Invalid filter pattern", nil),
  ])
  func `a pattern that is refused is shown with quotes`(
    pattern: String?,
    code: String,
    message: String,
    quoted: String?
  ) async throws {
    let caller = ScriptedCaller { _ in
      throw AWSError(kind: .service, code: code, message: message, status: 400)
    }
    let failure = await #expect(throws: ServiceFailure.self) {
      try await LogService(caller: caller).read(
        ["/g"],
        since: Instant(milliseconds: 0),
        filter: pattern
      ) { _ in }
    }
    if let quoted {
      #expect(failure?.advice.hasSuffix("in double quotes, such as \(quoted)") == true)
    } else {
      #expect(failure?.advice.contains("double quotes") == false)
    }
  }

  @Test func `a refused key is blamed on where it comes from`() {
    var error = AWSError(
      kind: .denied,
      code: "Forbidden",
      message: "Forbidden",
      operation: "customer API GET /customers/{id}"
    )
    error.keySource = "PROD_KEY"
    let failure = ServiceFailure(error, action: "look up", resource: "a")
    #expect(failure.advice.hasPrefix("check PROD_KEY, "))
    let missing = AWSError(kind: .denied, code: "NoKey", message: "PROD_KEY is not set")
    #expect(ServiceFailure(missing, action: "look up").kind == .badConfiguration)
  }
}
