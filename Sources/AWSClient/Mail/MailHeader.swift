internal import AWSWire

/// Writes texts into headers: as they are where they are ASCII, else as encoded words (RFC 2047).
enum MailHeader {
  /// The most that a line holds, its line break not counted (RFC 5322 section 2.1.1).
  private static let lineLength = 78
  /// The most that a line with an encoded word in it holds (RFC 2047 section 2).
  private static let encodedLineLength = 76

  /// A text such as a subject, folded where it is long; `indent` is what stands before it.
  static func text(_ text: String, indent: Int) -> String {
    let text = oneLine(text)
    guard isPlain(text) else { return encoded(text, indent: indent) }
    return indent + text.utf8.count <= lineLength ? text : folded(text, indent: indent)
  }

  /// A name beside an address: a quoted string, or encoded words.
  static func phrase(_ name: String, indent: Int) -> String {
    let name = oneLine(name)
    guard isPlain(name) else { return encoded(name, indent: indent) }
    return "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
      )
    )
  }

  /// Whether a text needs no encoding; one that looks like an encoded word does.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
      && !text.hasPrefix(" ") && !text.hasSuffix(" ")
      && text.split(separator: " ").allSatisfy { $0.utf8.count < lineLength - 20 }
  }

  private static func folded(_ text: String, indent: Int) -> String {
    var (lines, line, room) = ([String](), "", lineLength - indent)
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, line.utf8.count + 1 + word.utf8.count > room {
        lines.append(line)
        (line, room) = (String(word), lineLength - 1)
      } else {
        line += line.isEmpty && lines.isEmpty ? String(word) : " \(word)"
      }
    }
    return (lines + [line]).joined(separator: "\r\n ")
  }

  /// Encoded words, one a line, none of which splits a character.
  private static func encoded(_ text: String, indent: Int) -> String {
    var (words, word) = ([[UInt8]](), [UInt8]())
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      // In Base64, between `=?UTF-8?B?` and `?=`, behind the header's name or a space.
      let room = (encodedLineLength - (words.isEmpty ? indent : 1) - 12) / 4 * 3
      if word.count + bytes.count > room {
        words.append(word)
        word = []
      }
      word += bytes
    }
    return (words + [word]).map { "=?UTF-8?B?\(Base64.text($0))?=" }.joined(separator: "\r\n ")
  }
}
