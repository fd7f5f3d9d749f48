/// A context's lines in `config.yaml`, put there without touching what else is in the file.
///
/// The file is the user's: comments, order and layout stay, and of a context that is there already
/// only the values change that deploying knows. What cannot be changed so is left alone.
package struct ContextBlock: Hashable, Sendable {
  /// The context's name.
  package let name: String
  /// Keys and their values, as YAML has them.
  package let members: [(key: String, value: String)]

  /// Makes a block.
  package init(name: String, members: [(key: String, value: String)]) {
    self.name = name
    self.members = members
  }

  /// Compares names and members.
  package static func == (left: ContextBlock, right: ContextBlock) -> Bool {
    left.name == right.name && left.members.elementsEqual(right.members, by: ==)
  }

  /// Feeds the name into `hasher`.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// A text as a YAML scalar.
  package static func scalar(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      let scalar = Unicode.Scalar(byte)
      return scalar.properties.isAlphabetic && byte < 0x80 || (0x30...0x39).contains(byte)
        || "-_./:".unicodeScalars.contains(scalar)
    }
    let startsWell = text.first.map { $0.isLetter || $0 == "/" } ?? false
    let words: Set = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    if isPlain, startsWell, text.last != ":", !words.contains(text.lowercased()) { return text }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      + "'"
  }

  /// The lines as they stand under `contexts:`.
  package func lines(indent: Int = 2) -> [String] {
    let space = String(repeating: " ", count: indent)
    return ["\(space)\(ContextBlock.scalar(name)):"]
      + members.map { "\(space)\(space)\($0.key): \($0.value)" }
  }

  /// The file's text with the block in it; `nil` where the file is laid out in a way that cannot be
  /// changed line by line.
  package func put(into yaml: String) -> String? {
    var lines = yaml.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard let start = lines.firstIndex(where: { Line($0).isKey("contexts", indent: 0) }) else {
      // Such as `contexts: {…}`, which has no lines of its own.
      guard !lines.contains(where: { $0.hasPrefix("contexts") }) else { return nil }
      let gap = lines.isEmpty ? [] : [""]
      return ContextBlock.text(lines + gap + ["contexts:"] + self.lines())
    }
    let end = lines[(start + 1)...].firstIndex { Line($0).ends(indent: 0) } ?? lines.count
    let indent =
      lines[(start + 1)..<end].lazy.map(Line.init).first { $0.hasContent }?.indent ?? 2
    guard indent > 0 else { return nil }
    let place = lines[(start + 1)..<end].firstIndex { Line($0).names(name, indent: indent) }
    guard let place else {
      lines.insert(
        contentsOf: self.lines(indent: indent),
        at: ContextBlock.afterContent(lines, start..<end)
      )
      return ContextBlock.text(lines)
    }
    guard Line(lines[place]).isKey(name, indent: indent) else { return nil }
    return replaced(in: lines, at: place, before: end, indent: indent)
  }

  private func replaced(
    in lines: [String],
    at place: Int,
    before limit: Int,
    indent: Int
  ) -> String? {
    var lines = lines
    var end =
      lines[(place + 1)..<limit].firstIndex { Line($0).ends(indent: indent) } ?? limit
    let inner =
      lines[(place + 1)..<end].lazy.map(Line.init).first { $0.hasContent }?.indent ?? indent * 2
    guard inner > indent else { return nil }
    let space = String(repeating: " ", count: inner)
    for (key, value) in members {
      let body = (place + 1)..<end
      guard let old = lines[body].firstIndex(where: { Line($0).names(key, indent: inner) }) else {
        lines.insert(
          "\(space)\(key): \(value)",
          at: ContextBlock.afterContent(lines, place..<end)
        )
        end += 1
        continue
      }
      lines[old] = "\(space)\(key): \(value)\(Line(lines[old]).comment)"
      // What stood below the old value, such as `file: …`, but for comments.
      var next = old + 1
      while next < end, !Line(lines[next]).ends(indent: inner) {
        if Line(lines[next]).hasContent {
          lines.remove(at: next)
          end -= 1
        } else {
          next += 1
        }
      }
    }
    return ContextBlock.text(lines)
  }

  /// The place behind the last line of `range` that holds anything but comments.
  private static func afterContent(_ lines: [String], _ range: Range<Int>) -> Int {
    (lines[range].lastIndex { Line($0).hasContent } ?? range.lowerBound) + 1
  }

  private static func text(_ lines: [String]) -> String {
    lines.map { "\($0)\n" }.joined()
  }

  /// One line of a YAML file in block style.
  private struct Line {
    let text: String

    init(_ text: String) { self.text = text.hasSuffix("\r") ? String(text.dropLast()) : text }

    var indent: Int { text.prefix { $0 == " " }.count }

    var content: Substring { text.drop { $0 == " " || $0 == "\t" } }

    var hasContent: Bool { !content.isEmpty && !content.hasPrefix("#") }

    /// Whether a block of that depth is over here.
    func ends(indent: Int) -> Bool { hasContent && self.indent <= indent }

    /// Whether it begins with the key, whatever comes behind it.
    func names(_ key: String, indent: Int) -> Bool { rest(after: key, indent: indent) != nil }

    /// Whether it is the key and nothing else.
    func isKey(_ key: String, indent: Int) -> Bool {
      guard let rest = rest(after: key, indent: indent) else { return false }
      let value = rest.drop { $0 == " " }
      return value.isEmpty || value.hasPrefix("#")
    }

    /// The comment behind the value, with the space before it.
    var comment: String {
      var quote: Character?
      var last: Character = " "
      for index in text.indices {
        let character = text[index]
        if let open = quote {
          if character == open { quote = nil }
        } else if character == "'" || character == "\"" {
          quote = character
        } else if character == "#", last == " " {
          return " \(text[index...])"
        }
        last = character
      }
      return ""
    }

    private func rest(after key: String, indent: Int) -> Substring? {
      guard self.indent == indent else { return nil }
      for form in ["\(key):", "\"\(key)\":", "'\(key)':"] where content.hasPrefix(form) {
        return content.dropFirst(form.count)
      }
      return nil
    }
  }
}
