/// A regular expression of the subset that filter patterns have: no groups, one line.
///
/// All positions that may be reached are followed at once, so that no expression is slow.
struct LinePattern: Sendable {
  private enum Atom: Sendable {
    case byte(UInt8)
    case any
    case set(Set<UInt8>, isNegated: Bool)

    func takes(_ byte: UInt8) -> Bool {
      switch self {
      case .byte(let own): own == byte
      case .any: true
      case .set(let members, let isNegated): members.contains(byte) != isNegated
      }
    }
  }

  private struct Piece: Sendable {
    let atom: Atom
    var isOptional = false
    var isRepeated = false
  }

  private struct Branch: Sendable {
    var pieces: [Piece] = []
    var isAnchoredAtStart = false
    var isAnchoredAtEnd = false
  }

  private var branches: [Branch] = []

  /// Reads an expression; `nil` where it is malformed or uses what is not allowed.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
    var (branch, position) = (Branch(), 0)
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "|"):
        branches.append(branch)
        branch = Branch()
      case UInt8(ascii: "^") where branch.pieces.isEmpty: branch.isAnchoredAtStart = true
      case UInt8(ascii: "^"): return nil
      case UInt8(ascii: "$"): branch.isAnchoredAtEnd = true
      default:
        guard !branch.isAnchoredAtEnd,
          let atom = LinePattern.atom(byte, bytes, &position),
          let pieces = LinePattern.quantified(atom, bytes, &position)
        else { return nil }
        branch.pieces += pieces
        guard branch.pieces.count <= 4096 else { return nil }
      }
    }
    branches.append(branch)
  }

  private static func atom(_ byte: UInt8, _ bytes: [UInt8], _ position: inout Int) -> Atom? {
    switch byte {
    case UInt8(ascii: "."): return .any
    case UInt8(ascii: "["): return set(bytes, &position)
    case UInt8(ascii: "\\"):
      return escaped(bytes, &position)
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "?"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "]"):
      return nil
    default: return .byte(byte)
    }
  }

  private static let digits = Set(UInt8(ascii: "0")...UInt8(ascii: "9"))
  private static let wordParts = digits.union(UInt8(ascii: "a")...UInt8(ascii: "z"))
    .union(UInt8(ascii: "A")...UInt8(ascii: "Z")).union([UInt8(ascii: "_")])
  private static let spaces = Set(" \t\n\r\u{0B}\u{0C}".utf8)

  /// What stands behind a backslash, where that may.
  private static func escaped(_ bytes: [UInt8], _ position: inout Int) -> Atom? {
    guard position < bytes.count else { return nil }
    let byte = bytes[position]
    position += 1
    return switch byte {
    case UInt8(ascii: "x"): code(bytes, &position).map(Atom.byte)
    case UInt8(ascii: "t"): .byte(0x09)
    case UInt8(ascii: "n"): .byte(0x0A)
    case UInt8(ascii: "r"): .byte(0x0D)
    case UInt8(ascii: "d"): .set(digits, isNegated: false)
    case UInt8(ascii: "D"): .set(digits, isNegated: true)
    case UInt8(ascii: "w"): .set(wordParts, isNegated: false)
    case UInt8(ascii: "W"): .set(wordParts, isNegated: true)
    case UInt8(ascii: "s"): .set(spaces, isNegated: false)
    case UInt8(ascii: "S"): .set(spaces, isNegated: true)
    default: isAlphanumeric(byte) ? nil : .byte(byte)
    }
  }

  /// The character of ASCII that two hexadecimal digits name.
  private static func code(_ bytes: [UInt8], _ position: inout Int) -> UInt8? {
    guard position + 2 <= bytes.count else { return nil }
    let digits = bytes[position..<position + 2]
    position += 2
    guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
    return UInt8(String(decoding: digits, as: UTF8.self), radix: 16).flatMap {
      $0 < 0x80 ? $0 : nil
    }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    wordParts.contains(byte) && byte != UInt8(ascii: "_")
  }

  /// Symbols, operators, and the space, which separates words in the documentation's examples.
  private static let marks = Set(":_#=@/;,-^$?[]{}|\\*+. ".utf8)

  /// The first character of an expression that expressions may not have; a backslash before it does
  /// not help.
  static func illegal(in text: String) -> String? {
    text.first { character in
      character.utf8.contains { !isAlphanumeric($0) && !marks.contains($0) }
    }.map { String($0) }
  }

  private static func set(_ bytes: [UInt8], _ position: inout Int) -> Atom? {
    var (members, isNegated): (Set<UInt8>, Bool) = ([], false)
    if position < bytes.count, bytes[position] == UInt8(ascii: "^") {
      isNegated = true
      position += 1
    }
    while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
      var low = bytes[position]
      position += 1
      if low == UInt8(ascii: "\\"), position < bytes.count {
        switch escaped(bytes, &position) {
        case .byte(let byte): low = byte
        case .set(let named, isNegated: false):
          members.formUnion(named)
          continue
        case .set(let named, isNegated: true):
          members.formUnion(Set((0...0xFF).map { UInt8($0) }).subtracting(named))
          continue
        case .any, nil: return nil
        }
      }
      if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "-"),
        bytes[position + 1] != UInt8(ascii: "]")
      {
        guard low <= bytes[position + 1] else { return nil }
        members.formUnion(low...bytes[position + 1])
        position += 2
      } else {
        members.insert(low)
      }
    }
    guard position < bytes.count else { return nil }
    position += 1
    return .set(members, isNegated: isNegated)
  }

  private static func quantified(
    _ atom: Atom,
    _ bytes: [UInt8],
    _ position: inout Int
  ) -> [Piece]? {
    guard position < bytes.count else { return [Piece(atom: atom)] }
    switch bytes[position] {
    case UInt8(ascii: "*"):
      position += 1
      return [Piece(atom: atom, isOptional: true, isRepeated: true)]
    case UInt8(ascii: "+"):
      position += 1
      return [Piece(atom: atom, isRepeated: true)]
    case UInt8(ascii: "?"):
      position += 1
      return [Piece(atom: atom, isOptional: true)]
    case UInt8(ascii: "{"):
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
      let body = String(decoding: bytes[position + 1..<end], as: UTF8.self)
      position = end + 1
      let parts = body.split(separator: ",", omittingEmptySubsequences: false).map { part in
        String(part.drop { $0 == " " }.prefix { $0 != " " })
      }
      // Without the least number it is 0, where there is a greatest one.
      guard (1...2).contains(parts.count), parts != ["", ""],
        let low = parts[0].isEmpty && parts.count == 2 ? 0 : Int(parts[0]),
        (0...256).contains(low)
      else { return nil }
      var pieces = Array(repeating: Piece(atom: atom), count: low)
      if parts.count == 1 { return pieces }
      if parts[1].isEmpty {
        return pieces + [Piece(atom: atom, isOptional: true, isRepeated: true)]
      }
      guard let high = Int(parts[1]), (low...256).contains(high) else { return nil }
      pieces += Array(repeating: Piece(atom: atom, isOptional: true), count: high - low)
      return pieces
    default: return [Piece(atom: atom)]
    }
  }

  /// Whether the expression is found anywhere in `line`.
  func isFound(in line: UnsafeBufferPointer<UInt8>) -> Bool {
    branches.contains { LinePattern.isFound($0, in: line) }
  }

  /// Whether the expression is found anywhere in `text`.
  func isFound(in text: String) -> Bool {
    var text = text
    return text.withUTF8 { isFound(in: $0) }
  }

  private static func isFound(_ branch: Branch, in line: UnsafeBufferPointer<UInt8>) -> Bool {
    let pieces = branch.pieces
    var active = Array(repeating: false, count: pieces.count + 1)
    active[0] = true
    skip(&active, pieces)
    if active[pieces.count], !branch.isAnchoredAtEnd || line.isEmpty { return true }
    for (offset, byte) in line.enumerated() {
      var following = Array(repeating: false, count: pieces.count + 1)
      for (index, piece) in pieces.enumerated() where active[index] && piece.atom.takes(byte) {
        if piece.isRepeated { following[index] = true }
        following[index + 1] = true
      }
      if !branch.isAnchoredAtStart { following[0] = true }
      skip(&following, pieces)
      if following[pieces.count], !branch.isAnchoredAtEnd || offset == line.count - 1 {
        return true
      }
      active = following
    }
    return false
  }

  /// Reaches what lies behind optional pieces, in one walk over all of them.
  private static func skip(_ active: inout [Bool], _ pieces: [Piece]) {
    for (index, piece) in pieces.enumerated() where active[index] && piece.isOptional {
      active[index + 1] = true
    }
  }
}
