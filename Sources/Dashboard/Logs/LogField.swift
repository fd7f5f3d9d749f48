package import Terminal

/// A named value of a log line: a member of its JSON, or what its text tells as such.
package struct LogField: Hashable, Sendable, Codable {
  /// Its name, as it was written.
  package var name: String
  /// What stands before the value where no column tells the name, such as `id=`.
  package var lead: SafeText
  /// The value, as wide as there is room.
  package var value: SafeText
  /// What of the value is shown outside a column; `nil` for all.
  package var brief: SafeText?
  /// What the value means.
  package var role: Role = .text
  /// Whether it stands apart from what is before it.
  package var isApart = false
  /// Whether it is shown only in a column of its own, because the row tells it already or seldom
  /// anybody needs it.
  package var isQuiet = false
}
