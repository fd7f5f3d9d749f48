import AWSWire
import Synchronization

@testable import AWSClient

/// Answers requests as a test says, and remembers them.
final class ScriptedSender: HTTPSender {
  private let seen = Mutex<[HTTPRequest]>([])
  private let script: @Sendable (HTTPRequest, Int) throws(HTTPError) -> HTTPResponse

  /// Makes a sender; the script is given the request and its number, from 1.
  init(_ script: @escaping @Sendable (HTTPRequest, Int) throws(HTTPError) -> HTTPResponse) {
    self.script = script
  }

  var requests: [HTTPRequest] { seen.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let number = seen.withLock { requests in
      requests.append(request)
      return requests.count
    }
    return try script(request, number)
  }
}

/// A pacer whose time moves only by waiting, and whose chance is always the greatest.
final class SteppedPacer: Pacer {
  private let waited = Mutex<[Duration]>([])

  var waits: [Duration] { waited.withLock { $0 } }
  var elapsed: Duration { waits.reduce(.zero, +) }

  func sleep(for duration: Duration) async throws {
    try Task.checkCancellation()
    waited.withLock { $0.append(duration) }
  }

  func randomBits() -> UInt64 { .max }
}

/// A wall clock that stands still.
struct StillClock: WallClock {
  var now = Instant(milliseconds: 1_700_000_000_000)
}

extension HTTPResponse {
  static func json(_ status: Int, _ body: String, _ headers: HTTPHeaders = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
  }
}
