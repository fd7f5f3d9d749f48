/// What a person did at the terminal.
package enum InputEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// A paste has paused for so long that its end may be lost; until it comes, or the person ends the
  /// paste with Esc twice or ctrl-c, nothing is a key.
  case pasteLate
  /// Text was pasted; it is data and never a sequence of keys.
  case paste(String)
  /// More was pasted than is kept, and nothing of it was: half a list, or half an id, helps nobody.
  case pasteTooLong
  /// The mouse did something.
  case mouse(Mouse)
  /// The terminal's window has another size.
  case resized(Size)
}
