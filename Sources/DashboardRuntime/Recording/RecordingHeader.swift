package import Dashboard
package import Terminal

/// The first line of a recording: what the dashboard was opened with, and by which program.
///
/// This room writes down what happened to a dashboard, and makes the same frames of it again. It must
/// not know what any event means, nor connect to anything.
package struct RecordingHeader: Hashable, Sendable, Codable {
  /// The form of the lines; another number is another form.
  package static let format = 3

  /// The version of the program that recorded.
  package var rollcall: String
  /// The form of the lines that follow.
  package var format: Int
  /// The rules by which text is made safe and measured.
  package var textRules: Int
  /// What the dashboard was opened with.
  package var opening: DashboardOpening
  /// What its theme looked like, with the signs that the terminal could show.
  package var theme: Theme

  /// Makes the header of a recording that begins now.
  ///
  /// - Parameters:
  ///   - version: the version of the program that records.
  ///   - state: the state before its first event.
  ///   - theme: what it is drawn with.
  package init(version: String, state: DashboardState, theme: Theme) {
    rollcall = version
    format = RecordingHeader.format
    textRules = SafeText.rules
    opening = DashboardOpening(of: state)
    self.theme = theme
  }
}
