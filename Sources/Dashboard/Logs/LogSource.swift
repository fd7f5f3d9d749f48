/// Which of the service's log lines are read.
///
/// A filter chooses among the lines that are held; this chooses what is asked for at all.
package struct LogSource: Hashable, Sendable {
  /// The groups, in short or in full; empty for all of the backend's.
  package var groups: [String] = []
  /// The filter pattern by which the service itself chooses lines; `nil` for all of them.
  package var pattern: String?

  /// Makes a source; by default it is all lines of all of the backend's groups.
  package init(groups: [String] = [], pattern: String? = nil) {
    self.groups = groups
    self.pattern = pattern
  }
}
