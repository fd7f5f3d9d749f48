extension Key {
  /// The key that sends one byte below 0x80 other than ESC; nil for those that no key sends.
  init?(byte: UInt8, erase: UInt8) {
    switch byte {
    case 0x7F, erase: self.init(.backspace)
    case 0x09: self.init(.tab)
    case 0x0D: self.init(.enter)
    case 0x00: self.init(.character(" "), .ctrl)
    case 0x01...0x1A: self.init(.character(Character(Unicode.Scalar(byte + 0x60))), .ctrl)
    case 0x1C...0x1F: self.init(.character(Character(Unicode.Scalar(byte + 0x40))), .ctrl)
    case 0x20...0x7E: self.init(.character(Character(Unicode.Scalar(byte))))
    default: return nil
    }
  }

  /// The bytes an xterm sends for this key; nil if it has none for the combination.
  package var bytes: [UInt8]? {
    guard let bare = bareBytes else { return nil }
    let prefixed = modifiers.contains(.alt) && !carriesModifiers
    return prefixed ? [0x1B] + bare : bare
  }

  private var carriesModifiers: Bool {
    switch code {
    case .character, .enter, .tab, .backtab, .escape, .backspace: false
    default: true
    }
  }

  private var bareBytes: [UInt8]? {
    switch code {
    case .character(let character):
      guard modifiers.contains(.ctrl) else { return Array(String(character).utf8) }
      guard let ascii = character.uppercased().utf8.first, character.isASCII else { return nil }
      if ascii == 0x20 { return [0] }
      return (0x40...0x5F).contains(ascii) ? [ascii & 0x1F] : nil
    case .enter: return [0x0D]
    case .tab: return [0x09]
    case .backtab: return Array("\u{1B}[Z".utf8)
    case .escape: return [0x1B]
    case .backspace: return [0x7F]
    case .up: return letter("A")
    case .down: return letter("B")
    case .right: return letter("C")
    case .left: return letter("D")
    case .home: return letter("H")
    case .end: return letter("F")
    case .insert: return numbered(2)
    case .delete: return numbered(3)
    case .pageUp: return numbered(5)
    case .pageDown: return numbered(6)
    case .function(let number):
      let order = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34]
      return order.indices.contains(number - 1) ? numbered(order[number - 1]) : nil
    }
  }

  private func letter(_ final: String) -> [UInt8] {
    let held = modifiers.isEmpty ? "" : "1;\(Int(modifiers.rawValue) + 1)"
    return Array("\u{1B}[\(held)\(final)".utf8)
  }

  private func numbered(_ number: Int) -> [UInt8] {
    let held = modifiers.isEmpty ? "" : ";\(Int(modifiers.rawValue) + 1)"
    return Array("\u{1B}[\(number)\(held)~".utf8)
  }
}
