internal import Synchronization

/// A request on its way to the transfers' thread, and afterwards its name there.
final class TransferOrder: Sendable {
  /// What to send.
  let request: HTTPRequest
  /// What takes the answer in.
  let answer: any AnswerTaker
  /// Whether nobody waits for it any more; set before the thread is told, so that a cancellation
  /// that overtakes the start still counts.
  let isCancelled = Atomic(false)

  /// Makes an order.
  init(request: HTTPRequest, answer: any AnswerTaker) {
    self.request = request
    self.answer = answer
  }
}
