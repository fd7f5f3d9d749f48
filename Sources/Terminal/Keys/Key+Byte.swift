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
}
