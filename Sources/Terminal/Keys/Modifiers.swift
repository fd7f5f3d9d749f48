/// The keys held down together with another one.
package struct Modifiers: OptionSet, Hashable, Sendable {
  /// One bit a key, in the order in which xterm numbers them.
  package let rawValue: UInt8

  /// Makes the set with those bits.
  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Shift; characters are shifted already and do not carry it.
  package static let shift = Modifiers(rawValue: 1)
  /// Alt or Option.
  package static let alt = Modifiers(rawValue: 2)
  /// Control.
  package static let ctrl = Modifiers(rawValue: 4)
}
