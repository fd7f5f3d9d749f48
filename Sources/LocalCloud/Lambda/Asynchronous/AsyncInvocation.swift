internal import AWSWire
internal import JSONValue

/// An event that was accepted for a function and whose fate is still open.
///
/// This folder is Lambda's queue of asynchronous invocations: what was accepted lies in the database
/// until a try succeeded or none is left, and what became of it is then told to a destination. It
/// knows neither HTTP nor how functions are run.
struct AsyncInvocation: Hashable, Sendable {
  /// Its number in the queue.
  let id: Int64
  /// The request id, which all of its tries have.
  let requestID: String
  /// The function's name.
  let function: String
  /// When it was accepted.
  let accepted: Instant
  /// The event.
  let payload: JSON
  /// How often the function was run for it.
  var attempts = 0
  /// How often it was put back because the function could not be run.
  var refusals = 0
  /// What became of it, where that is still to be told to a destination.
  var record: InvocationRecord?
}
