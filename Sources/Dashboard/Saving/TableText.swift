internal import Terminal

/// Text as a cell of a table in CSV.
enum TableText {
  /// A row, ended as RFC 4180 says.
  static func row(_ cells: [String]) -> String {
    cells.map(cell).joined(separator: ",") + "\r\n"
  }

  /// A cell: nothing in it is obeyed by a terminal, nor run by a spreadsheet.
  private static func cell(_ text: String) -> String {
    let safe = SafeText.lines(text).map(\.text).joined(separator: "\n")
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
