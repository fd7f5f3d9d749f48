/// The names of the first sixteen palette entries, in order.
private let paletteNames = [
  "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black",
  "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
  "bright-white",
]

extension Color {
  /// The name that a theme file would use for it.
  package var name: String {
    func hex(_ value: UInt8) -> String {
      let digits = String(value, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return switch self {
    case .terminalDefault: "default"
    case .palette(let index):
      Int(index) < paletteNames.count ? paletteNames[Int(index)] : "\(index)"
    case .rgb(let red, let green, let blue): "#" + hex(red) + hex(green) + hex(blue)
    }
  }

  /// Reads `#rrggbb`, a palette name, a palette number or `default`.
  package init?(name: String) {
    if name == "default" {
      self = .terminalDefault
    } else if let index = paletteNames.firstIndex(of: name) {
      self = .palette(UInt8(index))
    } else if let index = UInt8(name), name.utf8.first != 0x2B {
      self = .palette(index)
    } else {
      let digits = name.utf8.dropFirst()
      guard name.utf8.first == 0x23, digits.count == 6,
        digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(Substring(digits), radix: 16)
      else { return nil }
      self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    }
  }
}
