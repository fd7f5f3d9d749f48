internal import Synchronization

/// An answer whose body is read while it comes.
///
/// What is not read is not fetched: a slow reader slows the other side. Letting go of it ends the
/// transfer.
package protocol HTTPStream: AnyObject, Sendable {
  /// Status and headers.
  var head: HTTPResponseHead { get }

  /// The next bytes of the body, however many have come; `nil` at its end. One at a time may wait.
  ///
  /// - Throws: `HTTPError` where the transfer ended before the body did, or the task was cancelled.
  func next() async throws(HTTPError) -> [UInt8]?
}

extension HTTPSender {
  /// Sends the request and waits for the answer's head; here for the whole answer, which is then told
  /// in one piece.
  ///
  /// - Throws: `HTTPError` where no head came; any status is an answer.
  package func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream {
    WholeStream(try await send(request))
  }
}

/// An answer that is there already.
private final class WholeStream: HTTPStream {
  let head: HTTPResponseHead
  private let rest: Mutex<[UInt8]?>

  init(_ response: HTTPResponse) {
    head = response.head
    rest = Mutex(response.body)
  }

  func next() async throws(HTTPError) -> [UInt8]? {
    rest.withLock { rest in
      defer { rest = nil }
      return rest
    }
  }
}
