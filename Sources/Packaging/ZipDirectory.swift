/// The table at the end of a zip file, read entry by entry.
struct ZipDirectory {
  private enum Signature {
    static let end: UInt32 = 0x0605_4B50
    static let zip64Locator: UInt32 = 0x0706_4B50
    static let zip64End: UInt32 = 0x0606_4B50
    static let entry: UInt32 = 0x0201_4B50
    static let local: UInt32 = 0x0403_4B50
  }

  /// How many entries there are.
  let count: Int
  private let file: LittleEndian
  private let start: Int
  private var at: Int

  /// Finds the table.
  ///
  /// - Throws: `ZipError`.
  init(_ file: LittleEndian) throws(ZipError) {
    let size = file.bytes.count
    // The table's end is followed by a comment of at most 65,535 bytes.
    let earliest = max(0, size - 22 - 65_535)
    let end = stride(from: size - 22, through: earliest, by: -1).first { offset in
      file.read(UInt32.self, at: offset) == Signature.end
        && file.int(UInt16.self, at: offset + 20).map { offset + 22 + $0 == size } == true
    }
    guard let end, let disk = file.int(UInt16.self, at: end + 4),
      let narrowCount = file.int(UInt16.self, at: end + 10),
      let narrowSize = file.int(UInt32.self, at: end + 12),
      let narrowStart = file.int(UInt32.self, at: end + 16)
    else { throw .notAZip("it has no table of contents") }
    var (count, length, start) = (narrowCount, narrowSize, narrowStart)
    if narrowCount == 0xFFFF || narrowSize == 0xFFFF_FFFF || narrowStart == 0xFFFF_FFFF,
      file.read(UInt32.self, at: end - 20) == Signature.zip64Locator
    {
      guard let wide = file.int(UInt64.self, at: end - 12),
        file.read(UInt32.self, at: wide) == Signature.zip64End,
        let wideCount = file.int(UInt64.self, at: wide + 32),
        let wideSize = file.int(UInt64.self, at: wide + 40),
        let wideStart = file.int(UInt64.self, at: wide + 48)
      else { throw .damaged("its large table of contents is missing") }
      (count, length, start) = (wideCount, wideSize, wideStart)
    }
    guard disk == 0 || disk == 0xFFFF else { throw .unsupported("a file in several parts") }
    guard count <= ZipArchive.mostEntries else { throw .unsupported("more than 65535 entries") }
    guard start <= end, length <= end - start, count * 46 <= length else {
      throw .damaged("its table of contents lies outside of it")
    }
    (self.file, self.count, self.start, at) = (file, count, start, start)
  }

  /// The next entry; its size is added to `total`, which must not exceed `limit`.
  ///
  /// - Throws: `ZipError`.
  mutating func next(_ total: inout Int, limit: Int) throws(ZipError) -> ZipArchive.Entry {
    guard file.read(UInt32.self, at: at) == Signature.entry,
      let maker = file.int(UInt16.self, at: at + 4), let flags = file.int(UInt16.self, at: at + 8),
      let method = file.int(UInt16.self, at: at + 10),
      let checksum = file.read(UInt32.self, at: at + 16),
      let nameLength = file.int(UInt16.self, at: at + 28),
      let extraLength = file.int(UInt16.self, at: at + 30),
      let commentLength = file.int(UInt16.self, at: at + 32),
      let attributes = file.read(UInt32.self, at: at + 38),
      at + 46 + nameLength + extraLength + commentLength <= file.bytes.count
    else { throw .damaged("its table of contents is cut off") }
    let nameBytes = file.bytes[(at + 46)..<(at + 46 + nameLength)]
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw .unsupported("a name that is not UTF-8")
    }
    guard flags & 0x2041 == 0 else { throw .unsupported("an encrypted entry (\(name))") }
    guard method == 0 || method == 8 else {
      throw .unsupported("a compression other than deflate (\(name))")
    }
    let place = try self.place(extra: at + 46 + nameLength, extraLength, name)
    guard method == 8 || place.packed == place.size else {
      throw .damaged("\(name) has two sizes")
    }
    guard place.size <= limit - total else {
      // A size that an attacker writes may be anything, and so may be the sum.
      let sum = total.addingReportingOverflow(place.size)
      throw .tooLarge(unzipped: sum.overflow ? Int.max : sum.partialValue)
    }
    total += place.size
    let packed = try data(of: name, nameBytes, offset: place.offset, count: place.packed)
    let mode = maker >> 8 == 3 ? attributes >> 16 : 0
    at += 46 + nameLength + extraLength + commentLength
    return ZipArchive.Entry(
      path: name.hasSuffix("/") ? String(name.dropLast()) : name,
      kind: try ZipDirectory.kind(mode, name),
      permissions: mode & 0o777 == 0 ? 0o644 : mode & 0o777,
      size: place.size,
      packed: packed,
      isDeflated: method == 8,
      checksum: checksum
    )
  }

  private static func kind(_ mode: UInt32, _ name: String) throws(ZipError) -> ZipArchive.Kind {
    if name.hasSuffix("/") { return .folder }
    switch mode & 0o170_000 {
    case 0, 0o100_000: return .file
    case 0o040_000: return .folder
    case 0o120_000: return .link
    default: throw .unsafeEntry(name, reason: "it is neither a file, a folder nor a link")
    }
  }

  private typealias Place = (size: Int, packed: Int, offset: Int)

  /// Sizes and place of the entry at hand, from the wide fields where the narrow ones are full.
  private func place(extra: Int, _ length: Int, _ name: String) throws(ZipError) -> Place {
    guard var packed = file.int(UInt32.self, at: at + 20),
      var size = file.int(UInt32.self, at: at + 24), var offset = file.int(UInt32.self, at: at + 42)
    else { throw .damaged("its table of contents is cut off") }
    let full = 0xFFFF_FFFF
    guard packed == full || size == full || offset == full else { return (size, packed, offset) }
    var field = extra
    while field + 4 <= extra + length {
      guard let id = file.int(UInt16.self, at: field),
        let count = file.int(UInt16.self, at: field + 2), field + 4 + count <= extra + length
      else { break }
      if id == 1 {
        var at = field + 4
        func wide() throws(ZipError) -> Int {
          guard at + 8 <= field + 4 + count, let value = file.int(UInt64.self, at: at) else {
            throw .damaged("\(name) has no size")
          }
          at += 8
          return value
        }
        if size == full { size = try wide() }
        if packed == full { packed = try wide() }
        if offset == full { offset = try wide() }
        return (size, packed, offset)
      }
      field += 4 + count
    }
    throw .damaged("\(name) has no size")
  }

  /// Where the packed bytes are, behind the entry's own head.
  private func data(
    of name: String,
    _ nameBytes: ArraySlice<UInt8>,
    offset: Int,
    count: Int
  ) throws(ZipError) -> Range<Int> {
    guard file.read(UInt32.self, at: offset) == Signature.local,
      let nameLength = file.int(UInt16.self, at: offset + 26),
      let extraLength = file.int(UInt16.self, at: offset + 28)
    else { throw .damaged("\(name) is not where it should be") }
    let first = offset + 30 + nameLength + extraLength
    guard first <= start, count <= start - first else {
      throw .damaged("\(name) is cut off")
    }
    guard file.bytes[(offset + 30)..<(offset + 30 + nameLength)] == nameBytes else {
      throw .damaged("\(name) has two names")
    }
    return first..<(first + count)
  }
}
