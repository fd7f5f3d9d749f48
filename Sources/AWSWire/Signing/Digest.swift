internal import CCrypto

/// Digests (FIPS 180-4, RFC 1321) and what is built on them (RFC 2104).
package enum Digest {
  /// The digests other than SHA-256, by the names that libcrypto knows them under.
  package enum Kind: String, CaseIterable, Sendable {
    /// MD5 (RFC 1321).
    case md5 = "MD5"
    /// SHA-1 (FIPS 180-4).
    case sha1 = "SHA1"
    /// SHA-384 (FIPS 180-4).
    case sha384 = "SHA384"
    /// SHA-512 (FIPS 180-4).
    case sha512 = "SHA512"
  }

  /// The digest of `bytes`; 16, 20, 48 or 64 bytes.
  package static func digest(_ kind: Kind, _ bytes: some Sequence<UInt8>) -> [UInt8] {
    let input = Array(bytes)
    return [UInt8](unsafeUninitializedCapacity: 64) { buffer, count in
      count = Int(ccrypto_digest(kind.rawValue, input, input.count, buffer.baseAddress))
    }
  }

  /// The SHA-256 of `bytes`; 32 bytes.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    withBytes(bytes) { input in
      [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
        ccrypto_sha256(input.baseAddress, input.count, buffer.baseAddress)
        count = 32
      }
    }
  }

  /// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
  package static func sha256Hex(_ bytes: some Sequence<UInt8>) -> String {
    hex(sha256(bytes))
  }

  /// The HMAC-SHA-256 of `message` under `key`; 32 bytes.
  package static func hmac(key: [UInt8], _ message: some Sequence<UInt8>) -> [UInt8] {
    withBytes(message) { input in
      [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
        ccrypto_hmac_sha256(key, key.count, input.baseAddress, input.count, buffer.baseAddress)
        count = 32
      }
    }
  }

  /// Lends the bytes as they lie in memory, or a copy where they do not lie side by side.
  private static func withBytes<Value>(
    _ bytes: some Sequence<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    bytes.withContiguousStorageIfAvailable(body) ?? Array(bytes).withUnsafeBufferPointer(body)
  }

  /// `bytes` as lower-case hexadecimal digits.
  package static func hex(_ bytes: some Collection<UInt8>) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      var count = 0
      for byte in bytes {
        buffer[count] = digit(byte >> 4)
        buffer[count + 1] = digit(byte & 15)
        count += 2
      }
      return count
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }

  /// Whether two secrets are equal, in a time that does not tell where they differ.
  package static func areEqual(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
