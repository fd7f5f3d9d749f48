internal import Terminal

/// Text as a cell of a table in CSV.
enum TableText {
  /// A row, ended as RFC 4180 says.
  ///
  /// - Parameters:
  ///   - exact: cells that come first and keep each of their characters; they hold no controls.
  ///   - cells: those behind, from anywhere: nothing in them is obeyed by a terminal.
  /// - Returns: the row with its line end.
  static func row(exact: [String] = [], _ cells: [String]) -> String {
    (exact.map(cell) + cells.map { cell(safe($0)) }).joined(separator: ",") + "\r\n"
  }

  private static func safe(_ text: String) -> String {
    SafeText.lines(text).map(\.text).joined(separator: "\n")
  }

  /// A cell: nothing in it is run by a spreadsheet.
  private static func cell(_ safe: String) -> String {
    // A spreadsheet takes what begins so for a formula; an apostrophe makes it text.
    let first = safe.unicodeScalars.first
    let isFormula = first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let plain = isFormula && Double(safe) == nil ? "'" + safe : safe
    guard plain.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else {
      return plain
    }
    return "\"" + plain.replacing("\"", with: "\"\"") + "\""
  }
}
