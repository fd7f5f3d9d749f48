internal import JSONValue

/// Words what is wrong with JSON as the service does, whose reader is Jackson.
enum JSONFault {
  private static let values =
    "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

  /// What is wrong with a text that is not JSON.
  static func words(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let first = start.first else { return "No content to map due to end-of-input" }
    if first.isLetter || first == "_" || first == "$" {
      let word = start.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
      if !["true", "false", "null"].contains(word) {
        return "Unrecognized token '\(word)': was expecting \(values)"
      }
    }
    if first == "{" {
      let inner = start.dropFirst().drop { $0.isWhitespace }
      if let next = inner.first, next != "\"", next != "}" {
        return unexpected(next, "double-quote to start field name")
      }
      if inner.isEmpty {
        return "Unexpected end-of-input: expected close marker for Object"
      }
    } else if !"[\"-0123456789tfn".contains(first) {
      return unexpected(first, "a valid value \(values)")
    }
    do {
      _ = try JSON(parsing: text)
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// Where in a text its first token is wrong, as Jackson tells it; `nil` where the fault is later.
  static func place(_ text: String) -> String? {
    let scalars = Array(text.unicodeScalars)
    func skipSpace(_ start: Int) -> Int {
      scalars[start...].firstIndex { !$0.properties.isWhitespace } ?? scalars.count
    }
    var index = skipSpace(0)
    guard index < scalars.count else { return nil }
    let reason = words(text)
    if reason.hasPrefix("Unrecognized token") {
      index =
        scalars[index...].firstIndex {
          !$0.properties.isAlphabetic && $0.properties.numericType == nil && $0 != "_" && $0 != "$"
        } ?? scalars.count
    } else if reason.hasPrefix("Unexpected character") {
      if scalars[index] == "{" { index = skipSpace(index + 1) }
    } else {
      return nil
    }
    let before = scalars[..<index]
    let line = before.filter { $0 == "\n" }.count + 1
    let column = index - (before.lastIndex(of: "\n").map { $0 + 1 } ?? 0) + 1
    let shown = String(text.prefix(500))
    let more = scalars.count > 500 ? "[truncated \(scalars.count - 500) chars]" : ""
    return "[Source: (String)\"\(shown)\"\(more); line: \(line), column: \(column)]"
  }

  private static func unexpected(_ character: Character, _ expectation: String) -> String {
    let code = character.unicodeScalars.first?.value ?? 0
    return "Unexpected character ('\(character)' (code \(code))): was expecting \(expectation)"
  }
}
