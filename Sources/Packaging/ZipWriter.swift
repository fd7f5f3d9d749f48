internal import AWSWire
internal import CZlib

/// Writes zip files that are the same, byte for byte, whenever and wherever they are made.
package struct ZipWriter: Sendable {
  /// A file to be packed.
  package struct File: Sendable {
    /// Its path.
    package let path: String
    /// Its bytes, fewer than 4 GB.
    package let contents: [UInt8]
    /// Its permissions, such as 0755.
    package let permissions: UInt32

    /// Makes a file.
    package init(path: String, contents: [UInt8], permissions: UInt32) {
      (self.path, self.contents, self.permissions) = (path, contents, permissions)
    }
  }

  /// 1 January 1980, the first day there is in a zip file.
  private static let date: UInt16 = 1 << 5 | 1

  /// The zip file of `files`, ordered by path.
  package static func zip(_ files: [File]) -> [UInt8] {
    var (bytes, table): ([UInt8], [UInt8]) = ([], [])
    for file in files.sorted(by: { $0.path < $1.path }) {
      let packed = deflated(file.contents)
      var common: [UInt8] = []
      common.append(number: UInt16(20))
      common.append(number: UInt16(0))
      common.append(number: UInt16(8))
      common.append(number: UInt16(0))
      common.append(number: date)
      common.append(number: CRC32.of(file.contents))
      common.append(number: UInt32(packed.count))
      common.append(number: UInt32(file.contents.count))
      common.append(number: UInt16(file.path.utf8.count))
      common.append(number: UInt16(0))
      table.append(number: UInt32(0x0201_4B50))
      // Made on Unix (3), by version 3.0 of the format.
      table.append(number: UInt16(3 << 8 | 30))
      table += common
      table.append(number: UInt16(0))
      table.append(number: UInt32(0))
      table.append(number: (0o100_000 | file.permissions) << 16)
      table.append(number: UInt32(bytes.count))
      table += file.path.utf8
      bytes.append(number: UInt32(0x0403_4B50))
      bytes += common
      bytes += file.path.utf8
      bytes += packed
    }
    let start = bytes.count
    bytes += table
    bytes.append(number: UInt32(0x0605_4B50))
    bytes.append(number: UInt32(0))
    bytes.append(number: UInt16(files.count))
    bytes.append(number: UInt16(files.count))
    bytes.append(number: UInt32(table.count))
    bytes.append(number: UInt32(start))
    bytes.append(number: UInt16(0))
    return bytes
  }

  private static func deflated(_ contents: [UInt8]) -> [UInt8] {
    let bound = czlib_deflate_bound(contents.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = czlib_deflate(contents, contents.count, buffer.baseAddress, bound)
    }
  }
}
