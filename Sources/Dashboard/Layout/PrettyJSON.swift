internal import JSONValue
internal import Terminal

/// JSON as lines that people read, each safe to print.
enum PrettyJSON {
  /// The most lines that are kept of one document.
  static let maximumLines = 5000

  /// The lines of a document; a text that was no JSON stays as it is.
  static func lines(_ document: JSON?) -> [SafeText] {
    guard let document else { return [] }
    if let text = document.string { return lines(text: text) }
    return bounded(SafeText.lines(document.text(.pretty)))
  }

  /// The lines of a text: of the document where it is one, else its own.
  static func lines(text: String) -> [SafeText] {
    let start = text.utf8.first { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    let looksLikeJSON = start == UInt8(ascii: "{") || start == UInt8(ascii: "[")
    if looksLikeJSON, let document = try? JSON(parsing: text) {
      return bounded(SafeText.lines(document.text(.pretty)))
    }
    return bounded(SafeText.lines(text))
  }

  private static func bounded(_ lines: [SafeText]) -> [SafeText] {
    guard lines.count > maximumLines else { return lines }
    let rest = lines.count - maximumLines
    return Array(lines.prefix(maximumLines)) + [SafeText("… \(rest) more lines")]
  }
}
