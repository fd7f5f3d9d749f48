package import JSONValue

/// One message of an answer that goes on, as an event stream carries it.
package enum StreamedMessage: Hashable, Sendable {
  /// An event: its type and what it holds.
  case event(String, JSON)
  /// The error that ends the stream: its code and sentence.
  case exception(String, String)
}

/// The messages of one answer, made while they are sent.
package protocol MessageStream: AnyObject, Sendable {
  /// The next message, once it is time for it; `nil` at the end, or when the task is cancelled.
  ///
  /// Asked for only when the message before has gone out.
  func next() async -> StreamedMessage?
}

/// A service some of whose operations answer with a stream of messages.
package protocol StreamingService: CloudService {
  /// Opens the answer of a streaming operation; `nil` where the operation is none.
  ///
  /// - Throws: `CloudError` as the service would answer.
  func openStream(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> (any MessageStream)?
}
