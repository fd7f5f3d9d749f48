internal import AWSWire

/// The key of the backend's REST API; it does not show when printed.
package struct APIKey: Hashable, Sendable {
  /// The key itself; for the `x-api-key` header only.
  package let secret: String

  /// Wraps a key; white space around it, such as the line end of the file it came from, is dropped.
  package init(_ secret: String) { self.secret = String(secret.trimmed) }
}

/// Where the REST API's key comes from, for what is said where it is missing or refused.
package struct APIKeyOrigin: Hashable, Sendable {
  /// What is to be checked, such as `ROLLCALL_API_KEY`.
  package let name: String
  /// Why there is no key, in one sentence; without one the API is asked all the same.
  package let lack: String?

  /// The variable that is read where nothing else is named.
  package static let standard = APIKeyOrigin("ROLLCALL_API_KEY")

  /// Makes an origin.
  package init(_ name: String, lack: String? = nil) { (self.name, self.lack) = (name, lack) }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A stand-in for the key.
  package var description: String { "APIKey(…)" }

  /// A stand-in for the key.
  package var debugDescription: String { description }

  /// Shows nothing of the key.
  package var customMirror: Mirror { Mirror(self, children: []) }
}
