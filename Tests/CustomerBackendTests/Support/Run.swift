import AWSWire
import CustomerBackend
import JSONValue
import Synchronization
import Testing

/// A clock on which a fixed time passes between two looks.
final class SteppingClock: WallClock {
  private let looks = Mutex<Int64>(0)

  /// 2026-01-02T03:04:05.000Z at the first look, 7 ms later at each further one.
  var now: Instant {
    looks.withLock { looks in
      defer { looks += 1 }
      return Instant(milliseconds: 1_767_323_045_000 + 7 * looks)
    }
  }
}

/// One invocation of a function, and all that can be seen of it from outside.
struct Run {
  /// What the function returned, or how it failed.
  let outcome: Result<JSON, any Error>
  /// The calls it made.
  let calls: [AWSCall]
  /// The lines it logged, as text.
  let text: [String]

  /// Runs `function` against a script, all of whose steps it must call for.
  init(
    _ function: BackendFunction,
    _ event: JSON,
    _ steps: [AWSScript.Step] = [],
    variables: [String: String] = Run.variables,
    afterReceived: (@Sendable () async throws -> Void)? = nil
  ) async {
    let aws = AWSScript(steps)
    let lines = Lines()
    let environment = FunctionEnvironment(
      requestID: "req-1",
      variables: variables,
      aws: aws,
      clock: SteppingClock(),
      log: { lines.add($0) },
      afterReceived: afterReceived
    )
    do {
      outcome = .success(try await function.run(event: event, environment: environment))
    } catch {
      outcome = .failure(error)
    }
    #expect(aws.calls.count == steps.count, "of the calls that the script expects")
    calls = aws.calls
    text = lines.all
  }

  /// The variables that the template gives the functions.
  static let variables = [
    "TABLE_NAME": "customer_ids",
    "STATE_MACHINE_ARN": "arn:aws:states:eu-central-1:000000000000:stateMachine:customers-workflow",
  ]

  /// What the function returned; `nil` where it failed.
  var result: JSON? { try? outcome.get() }

  /// The failure as Lambda reports it; `nil` where there was none.
  var fault: FunctionFault? {
    if case .failure(let error) = outcome { error as? FunctionFault } else { nil }
  }

  /// The status of a REST answer.
  var status: Int? { result?["statusCode"]?.int }

  /// The body of a REST answer, read.
  var body: JSON? { result?["body"]?.string.flatMap { try? JSON(parsing: $0) } }

  /// The lines it logged, read.
  var lines: [JSON] { text.compactMap { try? JSON(parsing: $0) } }
}

/// A place to gather lines in.
private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }

  var all: [String] { lines.withLock { $0 } }
}
