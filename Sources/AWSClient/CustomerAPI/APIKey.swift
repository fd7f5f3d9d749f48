internal import AWSWire

/// The key of the backend's REST API; it does not show when printed.
package struct APIKey: Hashable, Sendable {
  /// The key itself; for the `x-api-key` header only.
  let secret: String

  /// Wraps a key; white space around it, such as the line end of the file it came from, is dropped.
  package init(_ secret: String) { self.secret = String(secret.trimmed) }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A stand-in for the key.
  package var description: String { "APIKey(…)" }

  /// A stand-in for the key.
  package var debugDescription: String { description }

  /// Shows nothing of the key.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
