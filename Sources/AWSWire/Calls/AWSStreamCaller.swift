package import JSONValue

/// Something that carries calls whose answers go on, as an event stream.
package protocol AWSStreamCaller: Sendable {
  /// Makes the call and returns its answer once it has begun.
  ///
  /// - Throws: `AWSError` where the service refused or could not be reached; `CancellationError`.
  func open(_ call: AWSCall) async throws -> any AWSEvents
}

/// The events of an answer that goes on; letting go of it ends the answer.
package protocol AWSEvents: AnyObject, Sendable {
  /// The next event; `nil` at the end. One at a time may wait.
  ///
  /// - Throws: `AWSError` where the service ended it with an exception, or the way there broke;
  ///   `CancellationError`.
  func next() async throws -> AWSEvent?
}

/// One event of an answer that goes on.
package struct AWSEvent: Hashable, Sendable {
  /// The event's name, such as `sessionUpdate`.
  package var type: String
  /// What it says.
  package var payload: JSON

  /// Makes an event.
  package init(_ type: String, _ payload: JSON) {
    self.type = type
    self.payload = payload
  }
}
