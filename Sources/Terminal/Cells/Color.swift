/// A colour as a theme names it; the screen reduces it to what the terminal has.
package enum Color: Hashable, Sendable {
  /// The colour the user gave the terminal.
  case terminalDefault
  /// An entry of the terminal's palette of 256.
  case palette(UInt8)
  /// Red, green and blue, 0 to 255 each.
  case rgb(UInt8, UInt8, UInt8)
}
