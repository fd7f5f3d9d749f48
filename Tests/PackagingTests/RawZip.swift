@testable import Packaging

/// Makes zip files of which any field can be wrong.
struct RawZip: Sendable {
  /// An entry with what its two heads say.
  struct Entry: Sendable {
    var name: String
    var localName: String?
    var contents: [UInt8] = []
    /// The bytes as they are stored; the contents themselves where it is `nil`.
    var stored: [UInt8]?
    var method: UInt16 = 0
    var flags: UInt16 = 0
    var size: UInt32?
    var checksum: UInt32?
    /// Type and permissions, as Unix has them.
    var mode: UInt32 = 0o100_644
    var maker: UInt16 = 3
    var offset: UInt32?
    var extra: [UInt8] = []
    var storedSize: UInt32?
  }

  var entries: [Entry]
  var count: UInt16?
  var start: UInt32?
  var comment: [UInt8] = []
  /// Written between the table and its end.
  var beforeEnd: @Sendable (_ table: Int, _ size: Int, _ count: Int, _ at: Int) -> [UInt8] = {
    _,
    _,
    _,
    _ in
    []
  }

  var bytes: [UInt8] {
    var (bytes, table): ([UInt8], [UInt8]) = ([], [])
    for entry in entries {
      let stored = entry.stored ?? entry.contents
      let offset = UInt32(bytes.count)
      func common(_ name: String) -> [UInt8] {
        var common: [UInt8] = []
        common.append(number: UInt16(20))
        common.append(number: entry.flags)
        common.append(number: entry.method)
        common.append(number: UInt32(0))
        common.append(number: entry.checksum ?? RawZip.checksum(entry.contents))
        common.append(number: entry.storedSize ?? UInt32(stored.count))
        common.append(number: entry.size ?? UInt32(entry.contents.count))
        common.append(number: UInt16(name.utf8.count))
        return common
      }
      bytes.append(number: UInt32(0x0403_4B50))
      bytes += common(entry.localName ?? entry.name)
      bytes.append(number: UInt16(0))
      bytes += Array((entry.localName ?? entry.name).utf8) + stored
      table.append(number: UInt32(0x0201_4B50))
      table.append(number: entry.maker << 8 | 30)
      table += common(entry.name)
      table.append(number: UInt16(entry.extra.count))
      table.append(number: UInt16(0))
      table.append(number: UInt32(0))
      table.append(number: entry.mode << 16)
      table.append(number: entry.offset ?? offset)
      table += Array(entry.name.utf8) + entry.extra
    }
    let at = bytes.count
    bytes += table
    bytes += beforeEnd(at, table.count, entries.count, bytes.count)
    bytes.append(number: UInt32(0x0605_4B50))
    bytes.append(number: UInt32(0))
    bytes.append(number: count ?? UInt16(entries.count))
    bytes.append(number: count ?? UInt16(entries.count))
    bytes.append(number: UInt32(table.count))
    bytes.append(number: start ?? UInt32(at))
    bytes.append(number: UInt16(comment.count))
    return bytes + comment
  }

  /// ISO 3309's checksum, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum = UInt32.max
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }
    return ~sum
  }
}
