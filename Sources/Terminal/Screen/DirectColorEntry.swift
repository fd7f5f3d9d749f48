/// A compiled terminfo entry changed so that ncurses speaks true colour to the same terminal.
///
/// Entries with direct colour are rarely installed; the terminal's own, with its colour numbers
/// widened, is as good. Colours 0 to 255 stay the palette, others are 0xRRGGBB. The layout is that
/// of term(5).
struct DirectColorEntry {
  /// The compiled entry.
  let bytes: [UInt8]

  private static let narrowMagic = 0o432
  private static let wideMagic = 0o1036
  private static let booleanCanChange = 27
  private static let numberColors = 13
  private static let numberPairs = 14
  private static let stringOriginalColors = 298
  private static let stringInitializeColor = 299
  private static let stringForeground = 359
  private static let stringBackground = 360

  /// Changes a compiled entry; nil if it is not one or has no colour at all.
  init?(patching source: [UInt8]) {
    var reader = EntryReader(bytes: source)
    guard let magic = reader.short(), let nameSize = reader.short(),
      let booleanCount = reader.short(), let numberCount = reader.short(),
      let stringCount = reader.short(), let tableSize = reader.short(),
      magic == DirectColorEntry.narrowMagic || magic == DirectColorEntry.wideMagic,
      min(nameSize, booleanCount, numberCount, stringCount, tableSize) >= 0,
      let names = reader.take(nameSize), var booleans = reader.take(booleanCount)
    else { return nil }
    if (nameSize + booleanCount) % 2 == 1 { _ = reader.take(1) }
    let isWide = magic == DirectColorEntry.wideMagic
    var numbers: [Int] = []
    for _ in 0..<numberCount {
      guard let number = isWide ? reader.long() : reader.short() else { return nil }
      numbers.append(number)
    }
    var offsets: [Int] = []
    for _ in 0..<stringCount {
      guard let offset = reader.short() else { return nil }
      offsets.append(offset)
    }
    guard var table = reader.take(tableSize), numbers.count > DirectColorEntry.numberPairs,
      offsets.count > DirectColorEntry.stringBackground,
      numbers[DirectColorEntry.numberColors] >= 8,
      offsets[DirectColorEntry.stringForeground] >= 0
    else { return nil }
    if booleans.count > DirectColorEntry.booleanCanChange {
      booleans[DirectColorEntry.booleanCanChange] = 0
    }
    numbers[DirectColorEntry.numberColors] = 1 << 24
    numbers[DirectColorEntry.numberPairs] = 1 << 16
    offsets[DirectColorEntry.stringOriginalColors] = -1
    offsets[DirectColorEntry.stringInitializeColor] = -1
    for (index, base) in [
      (DirectColorEntry.stringForeground, 3), (DirectColorEntry.stringBackground, 4),
    ] {
      offsets[index] = table.count
      table += DirectColorEntry.setColor(base).utf8 + [0]
    }
    bytes = DirectColorEntry.compiled(names, booleans, numbers, offsets, table)
  }

  /// The parameterised string that sets a colour; `base` is 3 for text and 4 for background.
  private static func setColor(_ base: Int) -> String {
    let bright = base == 3 ? "9" : "10"
    return "\u{1B}[%?%p1%{8}%<%t\(base)%p1%d%e%p1%{16}%<%t\(bright)%p1%{8}%-%d%e%p1%{256}%<"
      + "%t\(base)8;5;%p1%d%e\(base)8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;"
      + "%p1%{255}%&%d%;m"
  }

  private static func compiled(
    _ names: [UInt8],
    _ booleans: [UInt8],
    _ numbers: [Int],
    _ offsets: [Int],
    _ table: [UInt8]
  ) -> [UInt8] {
    var out: [UInt8] = []
    for value in [
      wideMagic, names.count, booleans.count, numbers.count, offsets.count, table.count,
    ] { out.append(short: value) }
    out += names + booleans
    if out.count % 2 == 1 { out.append(0) }
    for number in numbers { out.append(long: number) }
    for offset in offsets { out.append(short: offset) }
    out += table
    if out.count % 2 == 1 { out.append(0) }
    // The extension: two booleans, AX (SGR 39 and 49 work) and RGB, and their names.
    let extensionNames = Array("AX\0RGB\0".utf8)
    for value in [2, 0, 0, 2, extensionNames.count] { out.append(short: value) }
    out += [1, 1]
    for offset in [0, 3] { out.append(short: offset) }
    return out + extensionNames
  }

  /// The form ncurses takes in the variable TERMINFO instead of a folder.
  var environmentValue: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("hex:".utf8)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Reads little-endian numbers one after the other.
private struct EntryReader {
  let bytes: [UInt8]
  var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func take(_ count: Int) -> [UInt8]? {
    guard count >= 0, offset + count <= bytes.count else { return nil }
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  mutating func short() -> Int? {
    take(2).map { Int(Int16(bitPattern: UInt16($0[0]) | UInt16($0[1]) << 8)) }
  }

  mutating func long() -> Int? {
    take(4).map { four in
      let value = four.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element) << (8 * $1.offset) }
      return Int(Int32(bitPattern: value))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(short value: Int) {
    append(UInt8(truncatingIfNeeded: value))
    append(UInt8(truncatingIfNeeded: value >> 8))
  }

  fileprivate mutating func append(long value: Int) {
    append(short: value)
    append(short: value >> 16)
  }
}
