import AWSWire
import JSONValue
import Testing

@testable import AWSClient

struct RetryPolicyTests {
  private let policy = RetryPolicy()

  private static func error(
    _ kind: AWSError.Kind,
    _ code: String,
    _ status: Int = 0,
    sent: Bool = true
  ) -> AWSError {
    AWSError(kind: kind, code: code, message: "", status: status, mayHaveBeenSent: sent)
  }

  @Test(
    arguments: [
      // What happened, then why it may be made again: a reading call, a changing call.
      (error(.throttled, "ThrottlingException", 400), .throttled, .throttled),
      (error(.throttled, "TooManyRequests", 429), .throttled, .throttled),
      (error(.service, "ServiceUnavailable", 503), .transient, .transient),
      (error(.unreadable, "HTTP502", 502), .transient, nil),
      (error(.service, "InternalServerError", 500), .transient, nil),
      (error(.service, "RequestTimeout", 400), .transient, nil),
      (error(.service, "ValidationException", 400), nil, nil),
      (error(.denied, "AccessDeniedException", 400), nil, nil),
      (error(.unreachable, "cutOff"), .transient, nil),
      (error(.unreachable, "cutOff", sent: false), .transient, .transient),
      (error(.unreachable, "timedOut"), .transient, nil),
      (error(.unreachable, "refused", sent: false), .refused, .refused),
      (error(.unreachable, "refused"), .refused, nil),
      (error(.unreachable, "cancelled", sent: false), nil, nil),
      (error(.unreachable, "tls", sent: false), nil, nil),
      (error(.unreadable, "UnreadableAnswer", 200), nil, nil),
    ] as [(AWSError, RetryPolicy.Cause?, RetryPolicy.Cause?)]
  )
  func `what is made again depends on what may have been done`(
    error: AWSError,
    reading: RetryPolicy.Cause?,
    changing: RetryPolicy.Cause?
  ) {
    #expect(policy.cause(of: error, isRepeatable: true) == reading)
    #expect(policy.cause(of: error, isRepeatable: false) == changing)
  }

  @Test(
    arguments: [
      (RetryPolicy.Cause.transient, 1, 50), (.transient, 2, 100), (.transient, 5, 800),
      (.transient, 20, 20_000), (.throttled, 1, 1000), (.throttled, 3, 4000),
      (.throttled, 9, 20_000),
    ] as [(RetryPolicy.Cause, Int, Int)]
  )
  func `waits double up to a bound`(cause: RetryPolicy.Cause, attempt: Int, milliseconds: Int) {
    let longest = policy.delay(after: cause, attempt: attempt, random: 1, advised: nil)
    #expect(longest == .milliseconds(milliseconds))
    #expect(policy.delay(after: cause, attempt: attempt, random: 0, advised: nil) == .zero)
  }

  @Test func `advice makes a wait longer, within reason`() {
    func delay(_ advised: Duration) -> Duration {
      policy.delay(after: .transient, attempt: 1, random: 1, advised: advised)
    }
    #expect(delay(.milliseconds(10)) == .milliseconds(50))
    #expect(delay(.seconds(2)) == .seconds(2))
    #expect(delay(.seconds(3600)) == .milliseconds(5050))
  }

  @Test func `a broken service empties the budget, and success fills it`() {
    var budget = RetryBudget()
    var paid = 0
    while budget.pay(for: .transient) != nil { paid += 1 }
    #expect(paid == 35)
    #expect(budget.pay(for: .throttled) == 5)
    budget.succeed(paid: 14)
    #expect(budget.pay(for: .transient) == 14)
    for _ in 0..<600 { budget.succeed(paid: 0) }
    #expect(budget.tokens == RetryBudget.capacity)
  }

  @Test(arguments: [
    (AWSService.dynamoDB, "GetItem", true), (.dynamoDB, "PutItem", false),
    (.logs, "FilterLogEvents", true),
    (.states, "StopExecution", false), (.events, "PutEvents", false),
    (.events, "TestEventPattern", true),
    (.cloudWatch, "DisableAlarmActions", false),
  ])
  func `reading calls may be repeated`(service: AWSService, operation: String, repeatable: Bool) {
    #expect(AWSCall(service, operation, [:]).isRepeatable == repeatable)
  }

  @Test func `a run that has a name may be started twice`() {
    #expect(AWSCall(.states, "StartExecution", ["name": "n"]).isRepeatable)
    #expect(!AWSCall(.states, "StartExecution", [:]).isRepeatable)
  }
}
