/// One movement of the mouse over a cell.
package struct Mouse: Hashable, Sendable, Codable {
  /// What happened.
  package enum Kind: Hashable, Sendable, Codable {
    /// What a mouse can do.
    case press, release, drag, move, wheelUp, wheelDown, wheelLeft, wheelRight
  }

  /// Which button; `none` for wheels and plain movement.
  package enum Button: Hashable, Sendable, Codable {
    /// The buttons a mouse has.
    case none, left, middle, right
  }

  /// What happened.
  package var kind: Kind
  /// With which button.
  package var button: Button
  /// Over which cell.
  package var position: Point
  /// What was held down with it.
  package var modifiers: Modifiers

  /// Makes a movement.
  package init(
    kind: Kind,
    button: Button = .none,
    position: Point,
    modifiers: Modifiers = []
  ) {
    self.kind = kind
    self.button = button
    self.position = position
    self.modifiers = modifiers
  }
}
