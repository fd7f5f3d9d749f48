/// What a terminal would do with one Unicode scalar, and so how it may be shown.
enum ScalarClass: Hashable {
  /// Takes one column.
  case narrow
  /// Takes two columns.
  case wide
  /// Belongs to the character before it.
  case combining
  /// U+0009, which moves to the next tab stop.
  case tab
  /// C0 and DEL, which have a picture each.
  case control
  /// Invisible, or with power over its neighbours: shown as its code.
  case spelled
  /// The first half of a flag, shown as its letter.
  case regionalIndicator
  /// A variation selector that picks text or emoji presentation.
  case presentation
  /// Not assigned to anything this build knows.
  case unknown

  /// Classifies a scalar by its code; the common blocks need no property look-up.
  init(_ code: UInt32) {
    switch code {
    case 0x20...0x7E, 0xA0...0xAC, 0xAE...0x2FF, 0x400...0x482, 0x2500...0x25FC,
      0x2800...0x28FF:
      self = .narrow
    case 0x09: self = .tab
    case 0...0x1F, 0x7F: self = .control
    case 0x80...0x9F, 0xAD: self = .spelled
    case 0x4E00...0x9FFF, 0xAC00...0xD7A3: self = .wide
    case 0xFE0E, 0xFE0F: self = .presentation
    case 0x1F1E6...0x1F1FF: self = .regionalIndicator
    default: self = ScalarClass(byProperties: code)
    }
  }

  private init(byProperties code: UInt32) {
    guard let scalar = Unicode.Scalar(code) else {
      self = .spelled
      return
    }
    let properties = scalar.properties
    if isFiller(code) || properties.isVariationSelector || properties.isNoncharacterCodePoint {
      self = .spelled
      return
    }
    switch properties.generalCategory {
    case .format, .control, .lineSeparator, .paragraphSeparator, .surrogate: self = .spelled
    case .unassigned: self = .unknown
    case .nonspacingMark, .enclosingMark: self = .combining
    default:
      if isConjoiningJamo(code) {
        self = .combining
      } else {
        self = isEastAsianWide(code) || properties.isEmojiPresentation ? .wide : .narrow
      }
    }
  }
}

/// Letters and marks that leave no trace on the screen although they are not format characters.
private func isFiller(_ code: UInt32) -> Bool {
  switch code {
  case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x3164, 0xFFA0, 0xFFF0...0xFFF8,
    0xE0000...0xE0FFF:
    true
  default: false
  }
}

/// Vowels and final consonants that join the syllable before them.
private func isConjoiningJamo(_ code: UInt32) -> Bool {
  switch code {
  case 0x1161...0x11FF, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB: true
  default: false
  }
}

/// Wide and fullwidth ranges of Unicode's EastAsianWidth.txt, emoji left out.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF,
  0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
  0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x16FFF, 0x17000...0x18CFF,
  0x18D00...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]

private func isEastAsianWide(_ code: UInt32) -> Bool {
  guard code >= 0x1100 else { return false }
  var low = 0
  var high = wideRanges.count
  while low < high {
    let middle = (low + high) / 2
    if wideRanges[middle].upperBound < code { low = middle + 1 } else { high = middle }
  }
  return low < wideRanges.count && wideRanges[low].contains(code)
}
