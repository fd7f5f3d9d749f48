/// How rows are written into a file; the end of its name says it.
///
/// This room names what is saved, where and how, and asks for it. It must not know files: the
/// runtime writes them.
package enum SaveFormat: String, Hashable, Sendable, CaseIterable, Codable {
  /// Lines for people.
  case text
  /// A JSON object a line.
  case jsonLines
  /// A table for spreadsheets (RFC 4180).
  case csv

  /// Tells by how a file's name ends; `nil` where that tells nothing.
  package init?(path: String) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
    switch name[dot...].dropFirst().lowercased() {
    case "log", "txt": self = .text
    case "jsonl", "ndjson": self = .jsonLines
    case "csv": self = .csv
    default: return nil
    }
  }

  /// How names of such files end.
  var ending: String {
    switch self {
    case .text: ".log"
    case .jsonLines: ".jsonl"
    case .csv: ".csv"
    }
  }

  /// The format after this one, round and round.
  var next: SaveFormat {
    switch self {
    case .text: .jsonLines
    case .jsonLines: .csv
    case .csv: .text
    }
  }
}
