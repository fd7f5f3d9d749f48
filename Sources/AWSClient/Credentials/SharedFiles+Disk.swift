internal import Glibc

extension SharedFiles {
  /// Reads a file from the disk; `nil` where there is no such file.
  ///
  /// - Throws: `SettingsError` where it is there and cannot be read.
  package static func readFromDisk(_ path: String) throws(SettingsError) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SettingsError(String(cString: strerror(errno)), file: path)
    }
    defer { close(descriptor) }
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = read(descriptor, &block, block.count)
      if count < 0 { throw SettingsError(String(cString: strerror(errno)), file: path) }
      if count == 0 { return String(decoding: text, as: UTF8.self) }
      text += block[..<count]
      guard text.count <= 1 << 20 else {
        throw SettingsError("larger than any configuration", file: path)
      }
    }
  }
}
