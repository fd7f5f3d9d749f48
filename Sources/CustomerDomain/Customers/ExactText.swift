/// A text as people are shown it where it must not be taken for another one: an id, or a name.
///
/// What is seen as itself stands as it is. What is invisible, or only another form of something else, is
/// spelled by its code, such as `\u{200D}`; so is a backslash that begins what looks like such a code.
/// Each text can therefore be told from what is shown, and no screen makes two of them alike by how it
/// composes them; but letters and signs that fonts draw alike (Latin a, Cyrillic а) are not told apart.
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

  /// Both ends of a text that is longer than they are; `nil` where it is not.
  ///
  /// - Parameters:
  ///   - raw: the text.
  ///   - head: how many scalars are shown of its beginning at most, codes spelled out.
  ///   - tail: how many are shown of its end.
  ///   - ellipsis: what stands between them.
  package init?(endsOf raw: String, head: Int, tail: Int, ellipsis: String = "…") {
    let scalars = raw.unicodeScalars
    let isLong = scalars.dropFirst(head + tail).first != nil
    if !isLong, ExactText(raw).text.unicodeScalars.count <= head + tail { return nil }
    var first = Speller(Array(scalars.prefix(head)), isTyped: true)
    let taken = first.spell(showing: head)
    // A code is longer than what it stands for: what the end holds is found from its beginning on.
    var rest = Array(scalars.dropFirst(taken).suffix(tail))
    var last = Speller(rest, isTyped: true)
    last.spell(limit: .max)
    while last.text.unicodeScalars.count > tail {
      rest.removeFirst()
      last = Speller(rest, isTyped: true)
      last.spell(limit: .max)
    }
    text = first.text + ellipsis + last.text
    let shift = first.text.utf8.count + ellipsis.utf8.count
    codes = first.codes + last.codes.map { $0.lowerBound + shift..<$0.upperBound + shift }
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
  /// The highest class of marks that are written before those of none, such as the nukta of Hindi;
  /// those of higher ones are written behind them.
  private static let nukta: UInt8 = 7
  /// The class of marks that end a syllable, such as the asat of Burmese, which spacing ones follow.
  private static let virama: UInt8 = 9

  private(set) var text = ""
  private(set) var codes: [Range<Int>] = []
  private let scalars: [Unicode.Scalar]
  private let isTyped: Bool
  /// The letter or digit that was shown last and can carry marks.
  private var base: Unicode.Scalar?
  /// What the next mark could melt into one character with.
  private var starter: Unicode.Scalar?
  private var marks: [Unicode.Scalar] = []
  private var lastClass: UInt8 = 0
  /// Whether a mark that does not take part in the order of classes was shown, or stands as the base.
  private var hasUnordered = false

  init(_ scalars: [Unicode.Scalar], isTyped: Bool) {
    self.scalars = scalars
    self.isTyped = isTyped
  }

  mutating func spell(limit: Int) {
    for index in scalars.indices.prefix(limit) { spell(at: index) }
  }

  /// Spells out as much as takes no more scalars than that.
  ///
  /// - Returns: how many scalars of the text that is.
  mutating func spell(showing limit: Int) -> Int {
    var shown = 0
    for index in scalars.indices {
      let before = self
      spell(at: index)
      shown += text.unicodeScalars.count - before.text.unicodeScalars.count
      guard shown <= limit else {
        self = before
        return index
      }
    }
    return scalars.count
  }

  private mutating func spell(at index: Int) {
    if shows(index) { text.unicodeScalars.append(scalars[index]) } else { spellCode(at: index) }
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
      // Where a mark of a class stood before it, the other order would look the same.
      guard scalar.properties.canonicalCombiningClass == .notReordered, base != nil,
        lastClass <= Speller.virama, !melts(scalar)
      else { return false }
      begin(with: scalar, isBase: true)
      hasUnordered = true
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
    (marks, lastClass, hasUnordered) = ([], 0, false)
  }

  /// Whether a mark is shown: where it belongs, in the one order that Unicode's composed form has.
  private mutating func showsMark(_ scalar: Unicode.Scalar) -> Bool {
    let order = scalar.properties.canonicalCombiningClass.rawValue
    guard let base, marks.count < Speller.maximumMarks, !marks.contains(scalar), !melts(scalar)
    else { return false }
    if order == 0 {
      guard lastClass <= Speller.nukta else { return false }
      (starter, hasUnordered) = (scalar, true)
    } else {
      guard order >= lastClass, order >= 230 || !Composites.contains(base),
        order > Speller.nukta || !hasUnordered, !Composites.greek.contains(base.value)
      else { return false }
    }
    marks.append(scalar)
    lastClass = order
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
    case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return false  // Jamo that join others.
    case 0x2800, 0x16FE4, 0x1D159: return false  // A blank cell, a filler, a note without a head.
    case 0x3248...0x324F, 0x4DC0...0x4DFF: return false  // Of no agreed width.
    case 0x25CC: return false  // Drawn under marks that stand alone.
    case 0xFFF9...0xFFFD: return false  // Drawn in place of what is unknown.
    case 0x1F1E6...0x1F1FF: return false  // Pairs are drawn as flags, or as two plain letters.
    default: break
    }
    if (0x4E00...0x9FEF).contains(value) || (0xAC00...0xD7A3).contains(value) { return true }
    if Speller.isOtherForm(value) { return false }
    let properties = properties
    guard let age = properties.age, age.major <= 13 else { return false }
    return !properties.isDefaultIgnorableCodePoint && !properties.isVariationSelector
      && !properties.isFullCompositionExclusion && !properties.isEmojiModifier
  }
}

extension Speller {
  /// Whether a scalar is only another form of a letter, sign or number, in Unicode's words: of another
  /// font, presented as in the middle of a word, or there for the sake of older sets.
  static func isOtherForm(_ value: UInt32) -> Bool {
    value > 0xB4 && forms.contains { $0.contains(value) }
  }

  /// Where those are: of UnicodeData.txt, with some others among them.
  ///
  /// Full-width and half-width forms, those that are raised or lowered, and Korean letters as they are
  /// typed look like what they are.
  private static let forms: [ClosedRange<UInt32>] = [
    0xB5...0xB5, 0x17F...0x17F, 0x3D0...0x3D2, 0x3D5...0x3D6, 0x3F0...0x3F2, 0x3F4...0x3F5,
    0x3F9...0x3F9, 0xF0C...0xF0C, 0x2010...0x2011, 0x2024...0x2024, 0x2102...0x2102,
    0x2107...0x2107, 0x210A...0x2113, 0x2115...0x2115, 0x2119...0x211D, 0x2124...0x2124,
    0x2128...0x2128, 0x212C...0x212D, 0x212F...0x2131, 0x2133...0x2139, 0x213C...0x2140,
    0x2145...0x2149, 0x2160...0x217F, 0x2E80...0x2FDF, 0x3036...0x3036, 0x3038...0x303A,
    0xFB00...0xFDFF, 0xFE49...0xFE4F, 0xFE70...0xFEFC, 0x1D400...0x1D7FF, 0x1EE00...0x1EEFF,
    0x1FBF0...0x1FBF9,
  ]
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
