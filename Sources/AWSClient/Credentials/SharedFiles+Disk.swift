internal import AWSWire
internal import Glibc

extension SharedFiles {
  /// The size beyond which a file is no configuration, in bytes.
  private static let limit = 1 << 20

  /// Reads a file from the disk; `nil` where there is no such file.
  ///
  /// - Throws: `SettingsError` where it is there and cannot be read, or is no UTF-8.
  package static func readFromDisk(_ path: String) throws(SettingsError) -> String? {
    let bytes: [UInt8]
    do throws(Descriptor.Failure) {
      bytes = try WholeFile.bytes(of: path, limit: limit)
    } catch {
      switch error {
      case .system(ENOENT), .system(ENOTDIR): return nil
      case .system(let code): throw SettingsError(String(cString: strerror(code)), file: path)
      case .tooLarge: throw SettingsError("larger than any configuration", file: path)
      }
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    throw SettingsError(
      "not UTF-8",
      file: path,
      line: firstBadLine(bytes),
      advice: "save it as UTF-8"
    )
  }

  /// The first line that is no UTF-8, from 1.
  private static func firstBadLine(_ bytes: [UInt8]) -> Int? {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
      .firstIndex { String(validating: $0, as: UTF8.self) == nil }
      .map { $0 + 1 }
  }
}
