/// A moment or a span in milliseconds; moments count from the start of 1970 in UTC.
///
/// This room runs the Amazon States Language as a pure stepper: a definition, an execution's
/// snapshot, what happened and when go in; history events and orders come out. It must not know
/// who carries the orders out, where anything is kept, what time it is, or how to wait.
package typealias Milliseconds = Int

/// A digest that `States.Hash` may ask for.
package enum HashAlgorithm: String, CaseIterable, Sendable {
  /// MD5.
  case md5 = "MD5"
  /// SHA-1.
  case sha1 = "SHA-1"
  /// SHA-256.
  case sha256 = "SHA-256"
  /// SHA-384.
  case sha384 = "SHA-384"
  /// SHA-512.
  case sha512 = "SHA-512"
}

/// Computes the digest of bytes.
package typealias HashFunction =
  @Sendable (_ algorithm: HashAlgorithm, _ bytes: [UInt8]) -> [UInt8]
