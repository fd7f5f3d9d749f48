internal import Glibc

/// The levels of the 6×6×6 cube in the palette of 256.
let cubeLevels: [UInt8] = [0, 95, 135, 175, 215, 255]

/// xterm's first sixteen colours, used to find the nearest where the user's are unknown.
private let xtermColors: [UInt32] = [
  0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
  0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
]

extension Color {
  /// Red, green and blue, 0 to 255 each; nil for the terminal's own colour.
  ///
  /// Palette entries are taken as xterm defines them.
  package var components: (red: Int, green: Int, blue: Int)? {
    switch self {
    case .terminalDefault: return nil
    case .rgb(let red, let green, let blue): return (Int(red), Int(green), Int(blue))
    case .palette(let index) where index < 16:
      let value = Int(xtermColors[Int(index)])
      return (value >> 16, value >> 8 & 0xFF, value & 0xFF)
    case .palette(let index) where index < 232:
      let cube = Int(index) - 16
      return (
        Int(cubeLevels[cube / 36]), Int(cubeLevels[cube / 6 % 6]), Int(cubeLevels[cube % 6])
      )
    case .palette(let index):
      let grey = 8 + 10 * (Int(index) - 232)
      return (grey, grey, grey)
    }
  }

  /// How far apart two colours are for the eye, 1 to 21; nil if one is the terminal's own.
  ///
  /// The contrast ratio of WCAG 2.2, from the relative luminance of sRGB.
  package func contrast(with other: Color) -> Double? {
    guard let mine = luminance, let its = other.luminance else { return nil }
    return (max(mine, its) + 0.05) / (min(mine, its) + 0.05)
  }

  private var luminance: Double? {
    components.map { color in
      0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    }
  }

  private func linear(_ component: Int) -> Double {
    let value = Double(component) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

}

extension Theme {
  /// The least contrast of any role's text with its background; `nil` where one of them is the
  /// terminal's own.
  package var leastContrast: Double? {
    let ratios = Role.allCases.map { self[$0].foreground.contrast(with: self[$0].background) }
    return ratios.contains { $0 == nil } ? nil : ratios.compactMap { $0 }.min()
  }
}
