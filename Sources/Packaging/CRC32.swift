internal import CZlib

/// The checksum of zip files, of DynamoDB's answers and of event streams (ISO 3309).
package enum CRC32 {
  /// The checksum of `bytes`.
  package static func of(_ bytes: [UInt8]) -> UInt32 { UInt32(czlib_crc32(bytes, bytes.count)) }
}
