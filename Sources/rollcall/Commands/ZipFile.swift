internal import CustomerDomain
internal import Deployment

/// A zip that somebody has made.
struct ZipFile: ArtifactSource {
  /// The file's path.
  let path: String

  /// The largest zip that Lambda takes from a bucket, in bytes.
  private static let limit = 250 << 20

  /// Reads the file.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read or is no zip.
  func zip() throws -> [UInt8] {
    let bytes = try UserFile.bytes(of: path, limit: Self.limit)
    guard bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) else {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "deploy",
        resource: path,
        reason: "it is not a zip",
        advice: "make one with 'rollcall package'"
      )
    }
    return bytes
  }
}
