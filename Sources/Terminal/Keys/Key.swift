/// One key press, as a person would name it.
///
/// This room turns bytes of a terminal into keys. It must not know what any key does, and it
/// reads nothing itself: bytes come in, events go out.
package struct Key: Hashable, Sendable {
  /// Which key, apart from the modifiers.
  package enum Code: Hashable, Sendable {
    /// A key that types a character.
    case character(Character)
    /// Keys that edit, or end something.
    case enter, tab, backtab, escape, backspace, delete, insert
    /// Keys that move.
    case up, down, left, right, home, end, pageUp, pageDown
    /// A function key, from 1.
    case function(Int)
  }

  /// Which key.
  package var code: Code
  /// What was held down with it.
  package var modifiers: Modifiers

  /// Makes a key press; Shift with Tab is the back tab, Shift with a letter its capital.
  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
    guard modifiers.contains(.shift) else { return }
    switch code {
    case .tab, .backtab:
      self.code = .backtab
      self.modifiers.remove(.shift)
    case .character(let character) where character != " ":
      let capital = character.uppercased()
      if capital.count == 1, let shifted = capital.first { self.code = .character(shifted) }
      self.modifiers.remove(.shift)
    default: break
    }
  }

  /// A character key without modifiers.
  package static func character(_ character: Character) -> Key {
    Key(.character(character))
  }

  /// A character key with Control.
  package static func ctrl(_ character: Character) -> Key {
    Key(.character(character), .ctrl)
  }
}
