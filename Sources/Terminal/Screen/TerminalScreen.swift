/// What a frame is drawn on.
package protocol TerminalScreen: AnyObject {
  /// How large it is now.
  var size: Size { get }
  /// What it can do.
  var capabilities: TerminalCapabilities { get }
  /// Shows a frame; what did not change costs nothing.
  func draw(_ frame: Frame)
  /// Shows the last frame again from nothing, for a screen that something else wrote on.
  func redraw()
  /// Rings the bell.
  func ring()
  /// Names the terminal's window; what could do harm in a name is left out.
  func setTitle(_ title: String)
  /// Puts text on the clipboard of the person at the terminal; false if it is too long for that.
  func copy(_ text: String) -> Bool
  /// Gives the terminal to the shell until the program goes on, and then takes it again.
  func suspend()
}
