/// A sequence by which a terminal has the desktop show a notification.
package enum DesktopNotice: String, Hashable, Sendable, CaseIterable {
  /// OSC 9, as iTerm2, foot, WezTerm and Windows Terminal know it.
  case osc9 = "osc-9"
  /// OSC 777, as rxvt-unicode, foot and Ghostty know it.
  case osc777 = "osc-777"

  /// The most columns of text, as desktops show no more.
  private static let most = 200

  /// The bytes that show a text; inside tmux they are handed through to the terminal around it, where
  /// its user allows that (`allow-passthrough`).
  func bytes(_ text: String, inTmux: Bool) -> [UInt8] {
    let safe = SafeText(text).prefix(columns: DesktopNotice.most).text
    let sequence =
      switch self {
      case .osc9: "\u{1B}]9;\(safe)\u{07}"
      case .osc777: "\u{1B}]777;notify;rollcall;\(safe)\u{07}"
      }
    guard inTmux else { return Array(sequence.utf8) }
    let doubled = sequence.utf8.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
    return Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
  }
}
