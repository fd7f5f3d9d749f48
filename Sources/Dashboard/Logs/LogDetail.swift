package import CustomerDomain
internal import Terminal

/// One log event in full, made ready for the screen off the thread that draws.
package struct LogDetail: Hashable, Sendable {
  /// The row's number.
  package let sequence: Int
  /// The event.
  package let event: LogEvent
  /// The message: pretty JSON where it is JSON, else its own lines.
  let lines: [SafeText]

  /// Lays an event out.
  package init(sequence: Int, event: LogEvent) {
    self.sequence = sequence
    self.event = event
    lines = PrettyJSON.lines(text: event.message)
  }
}
