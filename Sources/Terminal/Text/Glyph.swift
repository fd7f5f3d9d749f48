/// One printable character: a spacing scalar, what combines with it, and how wide that is.
struct Glyph: Hashable {
  /// The most combining scalars a cell can hold; ncurses takes no more.
  static let maximumCombining = 4

  /// The spacing scalar.
  var scalar: UInt32
  /// How many columns it takes: 1 or 2.
  var width: Int
  /// The combining scalars, 0 where there is none.
  var combining: SIMD4<UInt32> = .zero
  /// How many of them there are.
  var combiningCount = 0
  /// Whether it stands for something that must not reach the terminal itself.
  var isMark = false

  /// Adds a combining scalar; false if there is no room.
  mutating func combine(_ code: UInt32) -> Bool {
    guard combiningCount < Glyph.maximumCombining else { return false }
    combining[combiningCount] = code
    combiningCount += 1
    return true
  }

  /// Appends the glyph's scalars to `text`.
  func append(to text: inout String) {
    text.unicodeScalars.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
    for index in 0..<combiningCount {
      text.unicodeScalars.append(Unicode.Scalar(combining[index]) ?? "\u{FFFD}")
    }
  }
}
