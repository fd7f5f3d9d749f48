internal import Synchronization

/// Holds the part of a body that came and was not yet read, up to a limit.
final class BodyBuffer: TransferSink {
  /// What the reader finds.
  enum Item: Sendable {
    /// A piece of the body.
    case chunk([UInt8])
    /// The end, with what cut it short where something did.
    case end(HTTPError?)
  }

  /// How many unread bytes are enough to hold the transfer back.
  static let limit = 256 << 10

  fileprivate struct Contents {
    var head: HTTPResponseHead?
    var headWaiter: CheckedContinuation<Result<HTTPResponseHead, HTTPError>, Never>?
    var chunks: [[UInt8]] = []
    var next = 0
    var unread = 0
    var isHeldBack = false
    var end: Item?
    var reader: CheckedContinuation<Item, Never>?
  }

  private let contents = Mutex(Contents())

  /// Waits for the answer's head.
  func head() async -> Result<HTTPResponseHead, HTTPError> {
    await withCheckedContinuation { continuation in
      let known: Result<HTTPResponseHead, HTTPError>? = contents.withLock { contents in
        if let head = contents.head { return .success(head) }
        if case .end(let failure) = contents.end {
          return .failure(
            failure
              ?? HTTPError(.cutOff, mayHaveBeenSent: true, message: "an answer without a head")
          )
        }
        contents.headWaiter = continuation
        return nil
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  /// Waits for the next piece; `onRoom` is called where the transfer was held back and may go on.
  func next(onRoom: () -> Void) async -> Item {
    await withCheckedContinuation { continuation in
      let (item, hasRoom) = contents.withLock { contents -> (Item?, Bool) in
        guard let item = contents.popFirst() else {
          contents.reader = continuation
          return (nil, contents.letGo())
        }
        return (item, contents.letGo())
      }
      // Room and the wish for it change under one lock, so no wake-up falls between them.
      if hasRoom { onRoom() }
      if let item { continuation.resume(returning: item) }
    }
  }

  /// Hands the head to the one who waits for it.
  func begin(_ head: HTTPResponseHead) {
    let waiter = contents.withLock { contents in
      contents.head = head
      defer { contents.headWaiter = nil }
      return contents.headWaiter
    }
    waiter?.resume(returning: .success(head))
  }

  /// Keeps bytes, or asks to have them again where the reader is far behind.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let chunk = Array(bytes)
    let (reader, hasRoom) = contents.withLock { contents in
      if contents.unread >= BodyBuffer.limit {
        contents.isHeldBack = true
        return (CheckedContinuation<Item, Never>?.none, false)
      }
      if contents.reader == nil {
        contents.chunks.append(chunk)
        contents.unread += chunk.count
      }
      defer { contents.reader = nil }
      return (contents.reader, true)
    }
    reader?.resume(returning: .chunk(chunk))
    return hasRoom
  }

  /// Wakes whoever waits.
  func end(_ failure: HTTPError?) {
    let (waiter, reader) = contents.withLock { contents in
      contents.end = .end(failure)
      defer { (contents.headWaiter, contents.reader) = (nil, nil) }
      return (contents.headWaiter, contents.reader)
    }
    waiter?.resume(
      returning: .failure(
        failure ?? HTTPError(.cutOff, mayHaveBeenSent: true, message: "an answer without a head")
      )
    )
    reader?.resume(returning: .end(failure))
  }
}

extension BodyBuffer.Contents {
  /// Takes the oldest piece, or the end once there is no more.
  mutating func popFirst() -> BodyBuffer.Item? {
    guard next < chunks.count else { return end }
    let chunk = chunks[next]
    chunks[next] = []
    next += 1
    unread -= chunk.count
    if next == chunks.count { (chunks, next) = ([], 0) }
    return .chunk(chunk)
  }

  /// Whether the transfer was held back and there is room again.
  mutating func letGo() -> Bool {
    guard isHeldBack, unread < BodyBuffer.limit / 2 else { return false }
    isHeldBack = false
    return true
  }
}
