internal import Synchronization

/// Holds what came of an answer and was not read yet; between the transfers' thread and one reader.
final class StreamedAnswer: AnswerTaker {
  /// What the wait for the head ends with.
  typealias HeadContinuation = CheckedContinuation<Result<HTTPResponseHead, HTTPError>, Never>
  /// What the wait for bytes ends with.
  typealias BytesContinuation = CheckedContinuation<Result<Piece?, HTTPError>, Never>

  /// Bytes that came.
  struct Piece: Sendable {
    /// The bytes.
    let bytes: [UInt8]
    /// Whether the transfer waits for them to be read.
    let wasFull: Bool
  }

  /// How many bytes are held before the other side is made to wait.
  static let room = 256 << 10

  fileprivate struct Contents {
    var head: HTTPResponseHead?
    var bytes: [UInt8] = []
    var isFull = false
    var end: Result<Void, HTTPError>?
    var headWaiter: HeadContinuation?
    var reader: BytesContinuation?
  }

  private let contents = Mutex(Contents())

  /// Says whom to wake when the head has come; comes before the transfer begins.
  func whenBegun(_ continuation: HeadContinuation) {
    contents.withLock { $0.headWaiter = continuation }
  }

  /// Says whom to wake with the next bytes, at once where some are there.
  func whenRead(_ continuation: BytesContinuation) {
    let result = contents.withLock { contents -> Result<Piece?, HTTPError>? in
      if let piece = contents.takePiece() { return .success(piece) }
      if let end = contents.end { return end.map { nil } }
      contents.reader = continuation
      return nil
    }
    if let result { continuation.resume(returning: result) }
  }

  /// Hands the head on.
  func begin(_ head: HTTPResponseHead) {
    let waiter = contents.withLock { contents in
      contents.head = head
      return contents.headWaiter.take()
    }
    waiter?.resume(returning: .success(head))
  }

  /// Keeps bytes, or hands them on; `false` where there is no room.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let (reader, piece) = contents.withLock { contents -> (BytesContinuation?, Piece?) in
      guard contents.bytes.count < StreamedAnswer.room else {
        contents.isFull = true
        return (nil, nil)
      }
      contents.bytes.append(contentsOf: bytes)
      guard let reader = contents.reader.take() else {
        return (nil, Piece(bytes: [], wasFull: false))
      }
      return (reader, contents.takePiece())
    }
    reader?.resume(returning: .success(piece))
    return piece != nil
  }

  /// Wakes who waits; comes once, and nothing comes after it.
  func end(_ failure: HTTPError?) {
    let (headWaiter, reader) = contents.withLock { contents in
      contents.end = failure.map { .failure($0) } ?? .success(())
      return (contents.headWaiter.take(), contents.reader.take())
    }
    headWaiter?.resume(
      returning: .failure(
        failure ?? HTTPError(.cutOff, mayHaveBeenSent: true, message: "an answer without a head")
      )
    )
    reader?.resume(returning: failure.map { .failure($0) } ?? .success(nil))
  }
}

extension StreamedAnswer.Contents {
  /// Takes out what there is; `nil` where nothing is.
  fileprivate mutating func takePiece() -> StreamedAnswer.Piece? {
    guard !bytes.isEmpty else { return nil }
    defer { (bytes, isFull) = ([], false) }
    return StreamedAnswer.Piece(bytes: bytes, wasFull: isFull)
  }
}
