internal import CCrypto

/// SHA-256 and what is built on it (FIPS 180-4, RFC 2104).
package enum Digest {
  /// The SHA-256 of `bytes`; 32 bytes.
  package static func sha256(_ bytes: some Sequence<UInt8>) -> [UInt8] {
    let input = Array(bytes)
    return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      ccrypto_sha256(input, input.count, buffer.baseAddress)
      count = 32
    }
  }

  /// The SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
  package static func sha256Hex(_ bytes: some Sequence<UInt8>) -> String {
    hex(sha256(bytes))
  }

  /// The HMAC-SHA-256 of `message` under `key`; 32 bytes.
  package static func hmac(key: [UInt8], _ message: some Sequence<UInt8>) -> [UInt8] {
    let input = Array(message)
    return [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
      ccrypto_hmac_sha256(key, key.count, input, input.count, buffer.baseAddress)
      count = 32
    }
  }

  /// `bytes` as lower-case hexadecimal digits.
  package static func hex(_ bytes: some Collection<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = [UInt8](unsafeUninitializedCapacity: bytes.count * 2) { buffer, count in
      for byte in bytes {
        buffer[count] = digits[Int(byte >> 4)]
        buffer[count + 1] = digits[Int(byte & 15)]
        count += 2
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether two secrets are equal, in a time that does not tell where they differ.
  package static func areEqual(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    guard a.count == b.count else { return false }
    return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
