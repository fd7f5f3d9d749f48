/// In which form a frame is written to a file.
package enum PictureFormat: String, Hashable, Sendable, CaseIterable {
  /// A picture that scales.
  case svg
  /// The characters alone.
  case text
  /// The characters with colours, for a terminal.
  case ansi

  /// The endings that a file's name may have, as a sentence names them.
  package static let endings = ".svg, .txt or .ansi"

  /// The form that a file's name asks for; `nil` where it asks for none.
  package init?(path: String) {
    switch path.split(separator: "/").last.flatMap({ $0.split(separator: ".").last }) {
    case "svg": self = .svg
    case "txt", "text": self = .text
    case "ans", "ansi": self = .ansi
    default: return nil
    }
  }

  /// A frame in this form; the same frame always gives the same text.
  ///
  /// - Parameters:
  ///   - frame: what is shown.
  ///   - title: what that is, for those who cannot see it.
  /// - Returns: the whole text of the file.
  package func text(of frame: Frame, title: String) -> String {
    switch self {
    case .svg: frame.svg(title: title)
    case .text: frame.text + "\n"
    case .ansi: frame.ansi
    }
  }
}
