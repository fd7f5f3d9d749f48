import AWSClient
import AWSWire
import CustomerDomain
import JSONValue
import Synchronization

/// Answers calls as a test says, and remembers them.
final class ScriptedCaller: AWSCaller, AdminCaller {
  private let seen = Mutex<[AWSCall]>([])
  private let script: @Sendable (AWSCall) throws -> JSON

  init(_ script: @escaping @Sendable (AWSCall) throws -> JSON) { self.script = script }

  var calls: [AWSCall] { seen.withLock { $0 } }

  func call(_ call: AWSCall) async throws -> JSON {
    seen.withLock { $0.append(call) }
    return try script(call)
  }

  /// A request to the local cloud's own routes, told to the script as a call named after it.
  func request(method: String, path: String, body: JSON?) async throws -> JSON {
    try await call(AWSCall(.lambda, "\(method) \(path)", body ?? .null))
  }
}

/// Answers REST requests as a test says, and counts them.
final class ScriptedAPI: HTTPSender {
  let count = Atomic(0)
  private let script: @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse

  init(_ script: @escaping @Sendable (HTTPRequest) async throws(HTTPError) -> HTTPResponse) {
    self.script = script
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    count.add(1, ordering: .relaxed)
    return try await script(request)
  }

  /// An API of this sender.
  func api() throws -> CustomerAPI {
    CustomerAPI(
      base: try Endpoint("http://127.0.0.1:1/prod", source: "test"),
      key: .known(nil),
      http: self,
      retry: RetryPolicy(maximumAttempts: 1)
    )
  }
}

/// A wall clock that goes back by an hour whenever somebody looks at it.
final class FallingClock: WallClock {
  private let looks = Atomic<Int64>(0)

  var now: Instant {
    let count = looks.add(1, ordering: .relaxed).newValue
    return Instant(milliseconds: 1_800_000_000_000) + -count * 3_600_000
  }
}

extension HTTPResponse {
  static func json(_ status: Int, _ body: String) -> HTTPResponse {
    HTTPResponse(status: status, body: Array(body.utf8))
  }
}
