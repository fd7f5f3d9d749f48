/// The body of an answer, in the pieces in which it comes; whoever reads slowly slows the sender.
///
/// It can be read once. Dropping it, or cancelling the task that reads, ends the transfer.
package struct HTTPBodyStream: AsyncSequence, Sendable {
  /// Ends the transfer when nobody can read on.
  private final class Lifetime: Sendable {
    let order: TransferOrder
    let client: HTTPClient

    init(order: TransferOrder, client: HTTPClient) {
      self.order = order
      self.client = client
    }

    deinit { client.cancel(order) }
  }

  private let buffer: BodyBuffer
  private let lifetime: Lifetime

  /// Makes the reading end of a transfer.
  init(buffer: BodyBuffer, order: TransferOrder, client: HTTPClient) {
    self.buffer = buffer
    lifetime = Lifetime(order: order, client: client)
  }

  /// Reads the pieces.
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let stream: HTTPBodyStream

    /// The next piece; `nil` at the end.
    ///
    /// - Throws: `HTTPError` where the body was cut short.
    package mutating func next() async throws(HTTPError) -> [UInt8]? {
      try await next(isolation: nil)
    }

    /// The next piece; `nil` at the end.
    ///
    /// - Throws: `HTTPError` where the body was cut short.
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(HTTPError) -> [UInt8]? {
      let (buffer, lifetime) = (stream.buffer, stream.lifetime)
      let item = await withTaskCancellationHandler {
        await buffer.next { lifetime.client.resume(lifetime.order) }
      } onCancel: {
        lifetime.client.cancel(lifetime.order)
      }
      switch item {
      case .chunk(let bytes): return bytes
      case .end(nil): return nil
      case .end(let failure?): throw failure
      }
    }
  }

  /// Starts to read.
  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(stream: self) }
}
