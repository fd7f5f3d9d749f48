/// Which of the service's log lines are read.
///
/// A filter chooses among the lines that are held; this chooses what is asked for at all.
package struct LogSource: Hashable, Sendable, Codable {
  /// The groups, in short or in full; empty for all of the backend's.
  package var groups: [String] = []
  /// The filter pattern by which the service itself chooses lines; `nil` for all of them.
  package var pattern: String?

  /// Makes a source; by default it is all lines of all of the backend's groups.
  package init(groups: [String] = [], pattern: String? = nil) {
    self.groups = groups
    self.pattern = pattern
  }

  /// Which lines these are, and how to have all of them.
  var sentence: String {
    let count = "\(groups.count) \(groups.count == 1 ? "group" : "groups")"
    return switch (groups.isEmpty, pattern) {
    case (true, nil): "all lines of the backend's groups are read"
    case (true, _?): "only lines that match the pattern are read; :pattern reads all"
    case (false, nil): "only \(count) \(groups.count == 1 ? "is" : "are") read; :groups reads all"
    case (false, _?):
      "only lines of \(count) that match the pattern are read; :pattern and :groups read all"
    }
  }
}
