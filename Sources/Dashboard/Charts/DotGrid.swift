internal import CustomerDomain

/// A grid of dots finer than cells: eight to a cell in braille, three in plain ASCII.
struct DotGrid {
  /// How dots become characters.
  enum Shape: Hashable, Sendable {
    /// Two columns and four rows of dots to a cell.
    case braille
    /// One column and three rows of dots to a cell.
    case ascii

    /// The dots of a cell.
    var dots: (columns: Int, rows: Int) { self == .braille ? (2, 4) : (1, 3) }
  }

  /// How dots become characters.
  let shape: Shape
  /// The width in cells.
  let columns: Int
  /// The height in cells.
  let rows: Int
  private var bits: [UInt8]
  private var owners: [Int]

  /// Makes a grid without dots.
  init(shape: Shape, columns: Int, rows: Int) {
    self.shape = shape
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    bits = Array(repeating: 0, count: self.columns * self.rows)
    owners = Array(repeating: 0, count: bits.count)
  }

  /// The dot at a share of the way to the right and up, from 0 to 1 each.
  func dot(right: Double, up: Double) -> (x: Int, y: Int) {
    let width = columns * shape.dots.columns - 1
    let height = rows * shape.dots.rows - 1
    return (
      (right * Double(width)).whole(in: 0...max(0, width)),
      height - (up * Double(height)).whole(in: 0...max(0, height))
    )
  }

  /// The cell of a dot.
  func cell(of dot: (x: Int, y: Int)) -> (column: Int, row: Int) {
    (dot.x / shape.dots.columns, dot.y / shape.dots.rows)
  }

  /// Sets a dot; the cell then belongs to `owner`.
  mutating func set(_ x: Int, _ y: Int, owner: Int) {
    let (column, row) = cell(of: (x, y))
    guard x >= 0, y >= 0, column < columns, row < rows else { return }
    let index = row * columns + column
    bits[index] |= shape.bit(x % shape.dots.columns, y % shape.dots.rows)
    owners[index] = owner
  }

  /// Joins two dots with a straight line.
  mutating func line(from start: (x: Int, y: Int), to end: (x: Int, y: Int), owner: Int) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    guard steps > 0 else { return set(start.x, start.y, owner: owner) }
    for step in 0...steps {
      let x = start.x + ((end.x - start.x) * step * 2 + steps).floorDivided(by: 2 * steps)
      let y = start.y + ((end.y - start.y) * step * 2 + steps).floorDivided(by: 2 * steps)
      set(x, y, owner: owner)
    }
  }

  /// The character of a cell and whose it is; `nil` for one without dots.
  func character(column: Int, row: Int) -> (scalar: Unicode.Scalar, owner: Int)? {
    let index = row * columns + column
    guard bits.indices.contains(index), bits[index] != 0 else { return nil }
    return (shape.scalar(bits[index]), owners[index])
  }
}

extension DotGrid.Shape {
  /// The bit of a dot.
  ///
  /// The numbers of braille dots go down the left side, then the right one; the lowest row came later
  /// (Unicode, Braille Patterns).
  fileprivate func bit(_ x: Int, _ y: Int) -> UInt8 {
    switch self {
    case .braille: y == 3 ? 0x40 << x : 1 << (y + 3 * x)
    case .ascii: 1 << y
    }
  }

  fileprivate func scalar(_ bits: UInt8) -> Unicode.Scalar {
    switch self {
    case .braille: Unicode.Scalar(0x2800 + UInt32(bits)) ?? " "
    case .ascii:
      switch bits {
      case 0b001: "'"
      case 0b010: "-"
      case 0b100: "_"
      default: "|"
      }
    }
  }
}

extension Int {
  /// The quotient, rounded down also below zero.
  fileprivate func floorDivided(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
