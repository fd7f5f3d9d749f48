/// A body that is made while it is sent.
package protocol WebStream: AnyObject, Sendable {
  /// The next piece; `nil` at the end, or when the task is cancelled, as it is when the caller left.
  ///
  /// Asked for only when the piece before has gone into the socket, so a slow reader holds it back.
  func next() async -> [UInt8]?
}
