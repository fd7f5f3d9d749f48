/// What stands between `ESC [` or `ESC O` and the byte that ends the sequence, and that byte.
///
/// The forms are those of xterm's ctlseqs, of the Linux console, rxvt and kitty's `CSI u`.
struct ControlSequence: Hashable {
  /// The bytes 0x20 to 0x3F before the final one.
  let parameters: [UInt8]
  /// The byte that names the function.
  let final: UInt8

  /// The numbers between semicolons; sub-parameters after a colon are left out, none is 0.
  var numbers: [Int] {
    parameters.split(separator: 0x3B, omittingEmptySubsequences: false).map { field in
      field.prefix { $0 != 0x3A }.reduce(0) { total, digit in
        (0x30...0x39).contains(digit) ? min(total * 10 + Int(digit) - 0x30, 1 << 24) : total
      }
    }
  }

  /// Whether a bracketed paste follows.
  var startsPaste: Bool { final == 0x7E && parameters == [0x32, 0x30, 0x30] }

  /// What a control sequence says; nil for answers and unknown ones.
  var event: InputEvent? {
    switch Character(Unicode.Scalar(final)) {
    case "M", "m":
      guard parameters.first == 0x3C else { return nil }
      return Mouse(sgr: numbersAfterPrefix, isRelease: final == 0x6D).map(InputEvent.mouse)
    default:
      // A private prefix (? > < =) marks an answer of the terminal.
      if let first = parameters.first, (0x3C...0x3F).contains(first) { return nil }
      return key.map(InputEvent.key)
    }
  }

  /// The key of an `ESC O` sequence.
  var singleShiftKey: Key? {
    // Keypads in application mode send the key's character plus 0x40.
    switch final {
    case 0x4D: return Key(.enter, modifiers)
    case 0x6A...0x79:
      return Key(.character(Character(Unicode.Scalar(final - 0x40))), modifiers)
    case 0x61...0x64: return letterKey(final - 0x20).map { Key($0, .ctrl) }
    default:
      return letterKey(final).map { Key($0, parameters.isEmpty ? [] : modifiers) }
    }
  }

  private var key: Key? {
    switch Character(Unicode.Scalar(final)) {
    case "Z": return Key(.backtab, modifiers.subtracting(.shift))
    case "~":
      if numbers.first == 27, numbers.count >= 3 { return unicodeKey(numbers[2]) }
      return numberedKey.map { Key($0, modifiers) }
    case "^": return numberedKey.map { Key($0, .ctrl) }
    case "u": return numbers.first.flatMap(unicodeKey)
    case "a", "b", "c", "d": return letterKey(final - 0x20).map { Key($0, .shift) }
    case "R" where parameters.isEmpty || (numbers.first == 1 && numbers.count == 2):
      return Key(.function(3), modifiers)
    case "R": return nil
    default:
      guard parameters.isEmpty || numbers.first.map({ $0 <= 1 }) == true else { return nil }
      return isRelease ? nil : letterKey(final).map { Key($0, modifiers) }
    }
  }

  /// xterm sends 1 + the bits of `Modifiers`; of higher bits (Meta, locks) only Meta counts.
  private var modifiers: Modifiers {
    let values = numbers
    let value = values.count > 1 ? values[1] : values.count == 1 && final != 0x7E ? values[0] : 1
    guard value > 1 else { return [] }
    let bits = value - 1
    var modifiers = Modifiers(rawValue: UInt8(bits & 7))
    if bits & 32 != 0 { modifiers.insert(.alt) }
    return modifiers
  }

  private var isRelease: Bool {
    let fields = parameters.split(separator: 0x3B, omittingEmptySubsequences: false)
    return fields.count > 1 && fields[1].suffix(2).elementsEqual([0x3A, 0x33])
  }

  private var numbersAfterPrefix: [Int] {
    ControlSequence(parameters: Array(parameters.dropFirst()), final: final).numbers
  }

  private func letterKey(_ letter: UInt8) -> Key.Code? {
    switch Character(Unicode.Scalar(letter)) {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "P": .function(1)
    case "Q": .function(2)
    case "R": .function(3)
    case "S": .function(4)
    default: nil
    }
  }

  private var numberedKey: Key.Code? {
    if isRelease { return nil }
    switch numbers.first ?? 0 {
    case 1, 7: return .home
    case 2: return .insert
    case 3: return .delete
    case 4, 8: return .end
    case 5: return .pageUp
    case 6: return .pageDown
    case let number:
      // The numbers leave out 16, 22, 27, 30 as the VT220's keyboard does.
      let order = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 26, 28, 29, 31, 32, 33, 34]
      return order.firstIndex(of: number).map { .function($0 + 1) }
    }
  }

  private func unicodeKey(_ code: Int) -> Key? {
    guard !isRelease else { return nil }
    let held = numbers.count > 1 ? modifiers : []
    switch code {
    case 9: return Key(.tab, held)
    case 13, 57414: return Key(.enter, held)
    case 27: return Key(.escape, held)
    case 8, 127: return Key(.backspace, held)
    case 57399...57408:
      return Key(.character(Character(Unicode.Scalar(UInt8(code - 57399 + 0x30)))), held)
    case 0x20...0x7E, 0xA0..<0xE000, 0xF900...0x10FFFF:
      return Unicode.Scalar(UInt32(code)).map { Key(.character(Character($0)), held) }
    default: return nil
    }
  }
}
