internal import AWSWire

/// Gives the zip that holds the functions' code, when it is needed.
package protocol ArtifactSource: Sendable {
  /// The zip's bytes.
  ///
  /// - Throws: whatever keeps it from being made or read.
  func zip() throws -> [UInt8]
}

/// The zip of the functions' code, and its place in the bucket.
package struct Artifact: Hashable, Sendable {
  /// The bytes.
  package let bytes: [UInt8]
  /// The key: the zip's hash, so that the same zip is found again and another one makes the functions
  /// new.
  package let key: String

  /// The folder in the bucket that holds the zips.
  static let folder = "functions/"

  /// Takes a zip.
  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    key = "\(Artifact.folder)\(Digest.sha256Hex(bytes)).zip"
  }

  /// The bucket of an account in a region.
  package static func bucket(account: String, region: String) -> String {
    "rollcall-\(account)-\(region)"
  }
}
