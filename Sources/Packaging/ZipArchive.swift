internal import AWSWire
internal import CZlib

/// A zip file in memory, all of whose entries are safe to be written into a folder (APPNOTE 6.3.10).
///
/// This room reads and writes zip files, reads Linux programs, and packs the functions' program for
/// Lambda. It knows neither the local cloud nor AWS.
package struct ZipArchive: Sendable {
  /// The most entries that are taken.
  package static let mostEntries = 65_535

  /// What an entry is.
  package enum Kind: Hashable, Sendable {
    /// A file.
    case file
    /// A folder.
    case folder
    /// A symbolic link, whose contents are where it leads.
    case link
  }

  /// One entry.
  package struct Entry: Hashable, Sendable {
    /// The path, without a slash at its end.
    package let path: String
    /// What it is.
    package let kind: Kind
    /// The permissions: 0644 where the file does not say.
    package let permissions: UInt32
    /// How many bytes it has.
    package let size: Int
    /// Where its data lie in the archive.
    let packed: Range<Int>
    /// Whether the data are deflated; else they are as they are.
    let isDeflated: Bool
    /// The CRC-32 of what is unpacked.
    let checksum: UInt32
  }

  /// The entries, in their order.
  package let entries: [Entry]
  private let bytes: [UInt8]

  /// Reads the table of a zip file and checks it.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - limit: how many bytes all entries may have together.
  /// - Throws: `ZipError`.
  package init(_ bytes: [UInt8], unzippedLimit limit: Int) throws(ZipError) {
    self.bytes = bytes
    var directory = try ZipDirectory(LittleEndian(bytes: bytes))
    var entries: [Entry] = []
    var total = 0
    for _ in 0..<directory.count { entries.append(try directory.next(&total, limit: limit)) }
    guard !entries.isEmpty else { throw .empty }
    self.entries = entries
    try ZipSafety(entries).check { entry throws(ZipError) in
      String(decoding: try self.contents(of: entry), as: UTF8.self)
    }
  }

  /// The bytes of an entry.
  ///
  /// - Throws: `ZipError.damaged` where they are not what the table says.
  package func contents(of entry: Entry) throws(ZipError) -> [UInt8] {
    let packed = bytes[entry.packed]
    var contents: [UInt8]
    if entry.isDeflated {
      var isWhole = false
      contents = [UInt8](unsafeUninitializedCapacity: max(entry.size, 1)) { buffer, count in
        packed.withUnsafeBufferPointer { packed in
          isWhole =
            czlib_inflate(packed.baseAddress, packed.count, buffer.baseAddress, entry.size) == 1
        }
        count = isWhole ? entry.size : 0
      }
      guard isWhole else { throw .damaged("\(entry.path) does not unpack to \(entry.size) bytes") }
    } else {
      contents = Array(packed)
    }
    guard CRC32.of(contents) == entry.checksum else {
      throw .damaged("the checksum of \(entry.path) is wrong")
    }
    return contents
  }
}
