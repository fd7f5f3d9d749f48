/// Why no whole answer came.
package struct HTTPError: Error, Hashable, Sendable {
  /// What went wrong.
  package enum Kind: String, Hashable, Sendable {
    case refused
    case timedOut
    case cutOff
    case tls
    case resolve
    case cancelled
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
