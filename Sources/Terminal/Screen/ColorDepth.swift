/// How many colours a terminal has.
package enum ColorDepth: Hashable, Sendable {
  /// None, or none wanted (NO_COLOR).
  case none
  /// The first entries of the palette: 8, 16, 88 or 256.
  case palette(Int)
  /// Red, green and blue of 8 bits each.
  case direct

  /// ncurses' number for the nearest colour it can show; -1 is the terminal's own.
  package func number(for color: Color) -> Int32 {
    switch (self, color) {
    case (.none, _), (_, .terminalDefault): return -1
    case (.direct, .palette(let index)): return Int32(index)
    case (.direct, .rgb(let red, let green, let blue)):
      // Numbers below 256 mean the palette: the few blues there give way by one step of green.
      let value = Int32(red) << 16 | Int32(green) << 8 | Int32(blue)
      return value < 256 ? value | 0x100 : value
    case (.palette(let count), .palette(let index)) where Int(index) < count:
      return Int32(index)
    case (.palette(let count), let color):
      return Int32(ColorDepth.nearest(to: color, among: count))
    }
  }

  /// ncurses' numbers for a style's colours, such that the one can be read on the other.
  ///
  /// With 16 colours and fewer, two that differ may become the same, or nearly; then the text is
  /// black or white, whichever stands out more.
  package func numbers(foreground: Color, background: Color) -> (Int32, Int32) {
    let (text, ground) = (number(for: foreground), number(for: background))
    guard case .palette(let count) = self, count <= 16, text >= 0, ground >= 0 else {
      return (text, ground)
    }
    func contrast(_ number: Int32) -> Double {
      Color.palette(UInt8(clamping: number)).contrast(with: .palette(UInt8(clamping: ground))) ?? 1
    }
    guard contrast(text) < 3 else { return (text, ground) }
    let white: Int32 = count >= 16 ? 15 : 7
    return (contrast(0) > contrast(white) ? 0 : white, ground)
  }

  private static func nearest(to color: Color, among count: Int) -> Int {
    guard let wanted = color.components else { return -1 }
    guard count >= 256 else { return hue(of: wanted, isBright: count >= 16) }
    // The user's first sixteen colours are unknown: only the cube and the greys are used.
    return (16..<256).min { distance(wanted, $0) < distance(wanted, $1) } ?? -1
  }

  /// The nearest of 8 or 16 colours, by hue: a distance would make greens and greys yellow.
  private static func hue(
    of color: (red: Int, green: Int, blue: Int),
    isBright: Bool
  ) -> Int {
    let (red, green, blue) = color
    let most = max(red, green, blue)
    let spread = most - min(red, green, blue)
    if most < 64 { return 0 }
    if spread * 5 < most {
      guard isBright else { return 7 }
      return most < 176 ? 8 : most < 240 ? 7 : 15
    }
    let sixth: Double =
      if most == red {
        Double(green - blue) / Double(spread)
      } else if most == green {
        2 + Double(blue - red) / Double(spread)
      } else {
        4 + Double(red - green) / Double(spread)
      }
    let hues = [1, 3, 2, 6, 4, 5]
    let index = hues[(Int(sixth.rounded()) + 6) % 6]
    return isBright && most > 192 ? index + 8 : index
  }

  /// Squared distance with the eye's weights for red, green and blue.
  private static func distance(_ wanted: (red: Int, green: Int, blue: Int), _ index: Int) -> Int {
    guard let its = Color.palette(UInt8(index)).components else { return .max }
    let (red, green, blue) = (
      wanted.red - its.red, wanted.green - its.green, wanted.blue - its.blue
    )
    return 3 * red * red + 6 * green * green + blue * blue
  }
}
