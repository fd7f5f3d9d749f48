internal import Synchronization

/// Where the parts of an answer go; called on the transfers' thread only.
protocol TransferSink: AnyObject, Sendable {
  /// Takes status and headers; comes before the first bytes.
  func begin(_ head: HTTPResponseHead)

  /// Takes bytes of the body; `false` where there is no room, and the same bytes come again later.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool

  /// Takes the end; comes once, and nothing comes after it.
  func end(_ failure: HTTPError?)
}

/// A request on its way to the transfers' thread, and afterwards its name there.
final class TransferOrder: Sendable {
  /// What to send.
  let request: HTTPRequest
  /// Where the answer goes.
  let sink: any TransferSink
  /// Whether nobody waits for it any more; set before the thread is told, so that a cancellation
  /// that overtakes the start still counts.
  let isCancelled = Atomic(false)

  /// Makes an order.
  init(request: HTTPRequest, sink: any TransferSink) {
    self.request = request
    self.sink = sink
  }
}
