/// A text as people are shown it where it must not be taken for another one: an id, or a name.
///
/// What everybody sees as itself stands as it is. What is invisible, or drawn like something else, is
/// spelled by its code, such as `\u{200D}`; so is a backslash that begins what looks like such a code.
/// Different texts therefore never look the same, letters of different scripts that are drawn alike
/// aside, and each can be told from what is shown.
package struct ExactText: Hashable, Sendable {
  /// What is shown.
  package let text: String
  /// Where codes stand in it: ranges of UTF-8 offsets, ascending, none touching the next.
  package let codes: [Range<Int>]

  /// Spells a text out.
  ///
  /// - Parameters:
  ///   - raw: the text.
  ///   - isTyped: whether a cursor shows where it ends, so that a space there needs no code.
  package init(_ raw: String, isTyped: Bool = false) {
    self.init(raw, isTyped: isTyped, limit: .max)
  }

  /// Spells out what precedes a place in a text that is being typed, as it looks within the whole.
  ///
  /// - Parameters:
  ///   - raw: the whole text.
  ///   - count: how many of its scalars precede the place.
  package init(typed raw: String, before count: Int) {
    self.init(raw, isTyped: true, limit: count)
  }

  private init(_ raw: String, isTyped: Bool, limit: Int) {
    if limit == .max, ExactText.isPlain(raw, isTyped: isTyped) {
      (text, codes) = (raw, [])
      return
    }
    var speller = Speller(Array(raw.unicodeScalars), isTyped: isTyped)
    speller.spell(limit: limit)
    (text, codes) = (speller.text, speller.codes)
  }

  /// Whether nothing needs a code, as in nearly all ids; where in doubt, not.
  private static func isPlain(_ raw: String, isTyped: Bool) -> Bool {
    let space = UInt8(ascii: " ")
    if !isTyped, raw.utf8.first == space || raw.utf8.last == space { return false }
    return raw.utf8.allSatisfy { $0 >= space && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
  }

  /// Whether a person who was shown a text and typed it again meant it: as it is, or as it is shown.
  package static func isMeant(_ raw: String, by typed: String) -> Bool {
    typed.utf8.elementsEqual(raw.utf8) || typed.utf8.elementsEqual(ExactText(raw).text.utf8)
  }
}

extension String {
  /// The text as people are shown it where it must not be taken for another one.
  package var spelledOut: String { ExactText(self).text }
}

/// Goes through a text once, and knows what a mark would stand on.
private struct Speller {
  /// The most marks on one letter: a cell of a terminal holds no more.
  private static let maximumMarks = 4

  private(set) var text = ""
  private(set) var codes: [Range<Int>] = []
  private let scalars: [Unicode.Scalar]
  private let isTyped: Bool
  /// The letter or digit that was shown last and can carry marks.
  private var base: Unicode.Scalar?
  /// What the next mark could melt into one character with.
  private var starter: Unicode.Scalar?
  private var marks = 0
  private var lastClass: UInt8 = 0

  init(_ scalars: [Unicode.Scalar], isTyped: Bool) {
    self.scalars = scalars
    self.isTyped = isTyped
  }

  mutating func spell(limit: Int) {
    for index in scalars.indices.prefix(limit) {
      if shows(index) { text.unicodeScalars.append(scalars[index]) } else { spellCode(at: index) }
    }
  }

  private mutating func spellCode(at index: Int) {
    let digits = String(scalars[index].value, radix: 16, uppercase: true)
    let start = text.utf8.count
    text += "\\u{\(digits.utf8.count < 2 ? "0" : "")\(digits)}"
    if let last = codes.last, last.upperBound == start {
      codes[codes.count - 1] = last.lowerBound..<text.utf8.count
    } else {
      codes.append(start..<text.utf8.count)
    }
    (base, starter) = (nil, nil)
  }

  /// Whether a scalar stands as itself, which then is what marks behind it belong to.
  private mutating func shows(_ index: Int) -> Bool {
    let scalar = scalars[index]
    if scalar.value < 0x80 {
      guard showsASCII(index) else { return false }
      begin(with: scalar, isBase: scalar.properties.isAlphabetic || scalar.isDigit)
      return true
    }
    guard scalar.isSeen else { return false }
    switch scalar.properties.generalCategory {
    case .nonspacingMark: return showsMark(scalar)
    case .spacingMark:
      guard base != nil, !melts(scalar) else { return false }
      begin(with: scalar, isBase: true)
      return true
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber:
      begin(with: scalar, isBase: true)
      return true
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      begin(with: scalar, isBase: false)
      return true
    default: return false
    }
  }

  private func showsASCII(_ index: Int) -> Bool {
    switch scalars[index] {
    case " ": isTyped || index > 0 && index + 1 < scalars.count
    case "\\": !scalars[(index + 1)...].starts(with: ["u", "{"])
    case "!"..."~": true
    default: false
    }
  }

  private mutating func begin(with scalar: Unicode.Scalar, isBase: Bool) {
    base = isBase ? scalar : nil
    // Signs melt with strokes (= and U+0338), on which marks are not shown.
    starter = base
    (marks, lastClass) = (0, 0)
  }

  /// Whether a mark is shown: where it belongs, in the one order that Unicode's composed form has.
  private mutating func showsMark(_ scalar: Unicode.Scalar) -> Bool {
    let order = scalar.properties.canonicalCombiningClass.rawValue
    guard let base, marks < Speller.maximumMarks, !melts(scalar),
      order == 0 || order >= lastClass && (order >= 230 || !Composites.contains(base)),
      order == 0 || !Composites.greek.contains(base.value)
    else { return false }
    marks += 1
    lastClass = order
    if order == 0 { starter = scalar }
    return true
  }

  private func melts(_ scalar: Unicode.Scalar) -> Bool {
    starter.map { Composites.contains($0, scalar) } ?? false
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  /// Whether it leaves a trace of its own on every screen, and is drawn like no other: neither
  /// ignorable, nor blank, nor another spelling of a character, nor so new that fonts lack it.
  fileprivate var isSeen: Bool {
    switch value {
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return false  // Jamo that join the syllable before them.
    case 0x2800, 0x16FE4, 0x1D159: return false  // A blank cell, a filler, a note without a head.
    case 0x3248...0x324F, 0x4DC0...0x4DFF: return false  // Of no agreed width.
    case 0x25CC: return false  // Drawn under marks that stand alone.
    case 0xFFF9...0xFFFD: return false  // Drawn in place of what is unknown.
    case 0x1F1E6...0x1F1FF: return false  // Pairs are drawn as flags, or as two plain letters.
    default: break
    }
    if (0x4E00...0x9FEF).contains(value) || (0xAC00...0xD7A3).contains(value) { return true }
    let properties = properties
    guard let age = properties.age, age.major <= 13 else { return false }
    return !properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
      && !properties.isFullCompositionExclusion && !properties.isEmojiModifier
  }
}

/// Characters that are also written as a letter and a mark behind it.
private enum Composites {
  /// Those that may hold a mark which others go before, the iota below.
  static let greek: ClosedRange<UInt32> = 0x1F00...0x1FFF

  /// Whether a scalar may hold marks, before which those of a lower class go.
  static func contains(_ scalar: Unicode.Scalar) -> Bool { all.contains(String(scalar)) }

  /// Whether two scalars are another spelling of one character.
  static func contains(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    var pair = String.UnicodeScalarView()
    pair.append(first)
    pair.append(second)
    // Strings are equal here whichever way they are spelled.
    return all.contains(String(pair))
  }

  private static let all: Set<String> = Set(
    ranges.joined().compactMap(Unicode.Scalar.init)
      .filter { !$0.properties.isFullCompositionExclusion }.map { String($0) }
  )

  /// Where those characters stand, Hangul aside: of UnicodeData.txt, with some others among them.
  private static let ranges: [ClosedRange<UInt32>] = [
    0xC0...0x17E, 0x1A0...0x1B0, 0x1CD...0x233, 0x385...0x390, 0x3AA...0x3B0, 0x3CA...0x3D4,
    0x400...0x419, 0x439...0x439, 0x450...0x45E, 0x476...0x477, 0x4C1...0x4F9, 0x622...0x626,
    0x6C0...0x6C2, 0x6D3...0x6D3, 0x929...0x934, 0x9CB...0x9CC, 0xB48...0xB4C, 0xB94...0xB94,
    0xBCA...0xBCC, 0xC48...0xC48, 0xCC0...0xCCB, 0xD4A...0xD4C, 0xDDA...0xDDE, 0x1026...0x1026,
    0x1B06...0x1B12, 0x1B3B...0x1B43, 0x1E00...0x1FFC, 0x304C...0x307D, 0x3094...0x30DD,
    0x30F4...0x30FE, 0x1109A...0x110AB, 0x1112E...0x1112F, 0x1134B...0x1134C, 0x114BB...0x114BE,
    0x115BA...0x115BB, 0x11938...0x11938,
  ]
}
