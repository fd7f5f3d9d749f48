/// One cell of a frame in eight bytes; styles and combining characters live in the frame's tables.
struct Cell: Hashable {
  /// What covers the right half of a wide glyph.
  static let continuationCode: UInt32 = 0
  private static let wideFlag: UInt32 = 1 << 31

  private var code: UInt32
  /// The index of the style.
  var style: UInt16
  /// The index of the combining characters, 0 for none.
  var combining: UInt16

  /// Makes a cell of a scalar and numbers of the frame's tables.
  init(scalar: UInt32, isWide: Bool = false, style: UInt16, combining: UInt16 = 0) {
    code = isWide ? scalar | Cell.wideFlag : scalar
    self.style = style
    self.combining = combining
  }

  /// A space in that style.
  static func blank(_ style: UInt16) -> Cell { Cell(scalar: 0x20, style: style) }

  /// The right half of a wide glyph in that style.
  static func continuation(_ style: UInt16) -> Cell {
    Cell(scalar: continuationCode, style: style)
  }

  /// The spacing scalar.
  var scalar: UInt32 { code & ~Cell.wideFlag }

  /// Whether the glyph also covers the next cell.
  var isWide: Bool { code & Cell.wideFlag != 0 }

  /// Whether the glyph began in the cell before.
  var isContinuation: Bool { code == Cell.continuationCode }

  /// Columns the glyph takes: 2, 1, or 0 for a continuation.
  var width: Int { isContinuation ? 0 : isWide ? 2 : 1 }
}
