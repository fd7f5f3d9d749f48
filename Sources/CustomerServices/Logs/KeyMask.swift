package import AWSClient
internal import Glibc

/// Hides the API's key in log lines: a function that logs its requests whole logs the key of whoever
/// asks, too.
///
/// Only a key that was read is known, and none is read for this.
package struct KeyMask: Sendable {
  /// What stands in the key's place.
  static let standIn = "(API key)"
  /// The fewest bytes of a key that is looked for; API Gateway's have 20 at least.
  private static let shortest = 16

  private let known: @Sendable () -> APIKey?

  /// Makes a mask for whatever key is known at the time.
  package init(_ known: @escaping @Sendable () -> APIKey?) { self.known = known }

  /// Hides nothing.
  package static let none = KeyMask { nil }

  /// The key that is to be hidden now; `nil` where none is known.
  var secret: String? {
    known().map(\.secret).flatMap { $0.utf8.count < Self.shortest ? nil : $0 }
  }

  /// A text without a secret in it.
  static func hide(_ secret: String?, in text: String) -> String {
    guard let secret, contains(secret, text) else { return text }
    return text.replacing(secret, with: standIn)
  }

  private static func contains(_ secret: String, _ text: String) -> Bool {
    let found = text.utf8.withContiguousStorageIfAvailable { text in
      secret.utf8.withContiguousStorageIfAvailable {
        contains(UnsafeRawBufferPointer($0), .init(text))
      }
    }
    return (found ?? nil) ?? text.contains(secret)
  }

  private static func contains(
    _ secret: UnsafeRawBufferPointer,
    _ text: UnsafeRawBufferPointer
  ) -> Bool {
    guard let first = secret.first, let wanted = secret.baseAddress, let start = text.baseAddress
    else { return false }
    var place = 0
    while place + secret.count <= text.count,
      let found = memchr(start + place, Int32(first), text.count - secret.count - place + 1)
    {
      if memcmp(found, wanted, secret.count) == 0 { return true }
      place = UnsafeRawPointer(found) - start + 1
    }
    return false
  }
}
