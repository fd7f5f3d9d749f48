internal import Synchronization

/// Gathers one whole answer and wakes the one who waits for it.
///
/// It is filled on the transfers' thread only.
final class WholeAnswer: AnswerTaker {
  /// What the wait ends with.
  typealias Continuation = CheckedContinuation<Result<HTTPResponse, HTTPError>, Never>

  /// The greatest body that is gathered; more than any service answers at once.
  static let maximumBody = 256 << 20

  private struct Contents {
    var response = HTTPResponse(status: 0)
    var isTooLarge = false
    var continuation: Continuation?
  }

  private let contents = Mutex(Contents())

  /// Says whom to wake; comes before the transfer begins.
  func whenEnded(_ continuation: Continuation) {
    contents.withLock { $0.continuation = continuation }
  }

  /// Keeps status and headers, and makes room for the body that they announce.
  func begin(_ head: HTTPResponseHead) {
    let length = head.headers["content-length"].flatMap { Int($0) } ?? 0
    contents.withLock { contents in
      contents.response.head = head
      contents.response.body.reserveCapacity(min(max(0, length), 1 << 20))
    }
  }

  /// Keeps bytes; those beyond the greatest body are dropped, and the answer is then refused.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    contents.withLock { contents in
      if contents.response.body.count + bytes.count > WholeAnswer.maximumBody {
        contents.isTooLarge = true
      } else {
        contents.response.body.append(contentsOf: bytes)
      }
    }
    return true
  }

  /// Wakes the one who waits; comes once, and nothing comes after it.
  func end(_ failure: HTTPError?) {
    let (continuation, result) = contents.withLock { contents in
      defer { contents = Contents() }
      return (contents.continuation, WholeAnswer.result(contents, failure))
    }
    continuation?.resume(returning: result)
  }

  private static func result(
    _ contents: borrowing Contents,
    _ failure: HTTPError?
  ) -> Result<HTTPResponse, HTTPError> {
    if let failure { return .failure(failure) }
    if contents.isTooLarge {
      return .failure(
        HTTPError(
          .other,
          mayHaveBeenSent: true,
          message: "an answer of more than \(maximumBody) bytes"
        )
      )
    }
    return .success(contents.response)
  }
}
