package import AWSWire
package import CustomerDomain
package import Terminal

/// A log event made ready for the screen, once and off the thread that draws.
package struct LogLine: Hashable, Sendable, Identifiable {
  /// What stands in the row.
  package enum Kind: Hashable, Sendable {
    /// What a function wrote.
    case message
    /// What the platform wrote around an invocation.
    case platform
    /// Events are missing here.
    case gap
  }

  /// A piece of the row with one meaning.
  package struct Part: Hashable, Sendable {
    /// What it means.
    package var role: Role
    /// What it says.
    package var text: SafeText
  }

  /// The row's number, unique and unchanged while the store holds it.
  package var sequence: Int
  /// When it happened.
  package var timestamp: Instant
  /// The function or group, in short.
  package var source: SafeText
  /// The colour of the source; the same for the same group at every start.
  package var sourceRole: Role
  /// What stands in the row.
  package var kind: Kind
  /// How grave it is, where the line says so.
  package var level: LogEvent.Level?
  /// What it says after time and source, cut at `LogLine.maximumWidth` columns.
  package var parts: [Part]
  /// The event itself; `nil` for a gap.
  package var event: LogEvent?
  /// The invocation that wrote it, where it is known.
  package var request: LogRequest?

  /// The columns of a row that are kept; the rest is seen by opening it.
  package static let maximumWidth = 4096

  /// The row's number.
  package var id: Int { sequence }

  /// Whether it should stand out.
  package var isError: Bool { level == .error }

  /// All parts as one text.
  var text: SafeText { parts.reduce(.empty) { $0 + $1.text } }
}
