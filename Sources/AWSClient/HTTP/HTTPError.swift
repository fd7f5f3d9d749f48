/// Why no whole answer came.
package struct HTTPError: Error, Hashable, Sendable {
  /// What went wrong.
  package enum Kind: String, Hashable, Sendable {
    /// Nobody listens there.
    case refused
    /// No answer came in time.
    case timedOut
    /// The connection ended before the answer did.
    case cutOff
    /// The other side could not prove who it is.
    case tls
    /// The host was not found.
    case resolve
    /// Nobody waits for the answer any more.
    case cancelled
    /// Something else, which the message tells.
    case other
  }

  /// What went wrong.
  package var kind: Kind
  /// Whether any byte of the request may have gone out.
  package var mayHaveBeenSent: Bool
  /// What went wrong, in the transport's words.
  package var message: String

  /// Makes an error.
  package init(_ kind: Kind, mayHaveBeenSent: Bool, message: String) {
    self.kind = kind
    self.mayHaveBeenSent = mayHaveBeenSent
    self.message = message
  }
}

extension HTTPError: CustomStringConvertible {
  /// The kind and the transport's words.
  package var description: String { "\(kind.rawValue): \(message)" }
}
