extension HTTPClient {
  /// Sends the request and waits for the answer's head.
  ///
  /// - Throws: `HTTPError` where no head came; any status is an answer.
  package func open(_ request: HTTPRequest) async throws(HTTPError) -> any HTTPStream {
    let answer = StreamedAnswer()
    let order = TransferOrder(request: request, answer: answer)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        answer.whenBegun(continuation)
        begin(order)
      }
    } onCancel: {
      cancel(order)
    }
    do throws(HTTPError) {
      return TransferStream(head: try result.get(), order: order, answer: answer, client: self)
    } catch {
      throw error
    }
  }
}

/// An answer under way on the transfers' thread.
private final class TransferStream: HTTPStream {
  let head: HTTPResponseHead
  private let order: TransferOrder
  private let answer: StreamedAnswer
  private let client: HTTPClient

  init(head: HTTPResponseHead, order: TransferOrder, answer: StreamedAnswer, client: HTTPClient) {
    (self.head, self.order, self.answer, self.client) = (head, order, answer, client)
  }

  deinit { client.cancel(order) }

  func next() async throws(HTTPError) -> [UInt8]? {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { answer.whenRead($0) }
    } onCancel: {
      client.cancel(order)
    }
    guard let piece = try result.get() else { return nil }
    if piece.wasFull { client.goOn(order) }
    return piece.bytes
  }
}
