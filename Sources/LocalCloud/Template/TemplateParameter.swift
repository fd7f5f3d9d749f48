internal import JSONValue

/// One parameter of a template: its type, its default and the values it takes.
struct TemplateParameter: Sendable {
  let name: String
  let type: String
  let fallback: JSON?
  let allowed: [String]
  let pattern: String?
  let line: Int

  /// Reads a parameter's declaration.
  ///
  /// - Throws: `TemplateError` where it is not one.
  init(name: String, _ node: TemplateNode) throws {
    self.name = name
    line = node.line
    guard let type = node["Type"]?.text else {
      throw TemplateError("parameter has no Type", logicalID: name, line: node.line)
    }
    guard ["String", "Number", "CommaDelimitedList"].contains(type) else {
      throw TemplateError(
        "parameter type \(type) is not supported",
        logicalID: name,
        line: node.line
      )
    }
    self.type = type
    fallback = node["Default"]?.literal
    allowed = (node["AllowedValues"]?.elements ?? []).compactMap { $0.literal.map(Self.text) }
    pattern = node["AllowedPattern"]?.text
  }

  /// The parameter's value where `given` is what the user set.
  ///
  /// - Throws: `TemplateError` where there is none, or it is not one of those allowed.
  func value(given: String?) throws -> JSON {
    guard let text = given ?? fallback.map(Self.text) else {
      throw TemplateError(
        "parameter has no value: give one with --parameter \(name)=VALUE",
        logicalID: name,
        line: line
      )
    }
    guard allowed.isEmpty || allowed.contains(text) else {
      throw TemplateError(
        "'\(text)' is not one of \(allowed.joined(separator: ", "))",
        logicalID: name,
        line: line
      )
    }
    if let pattern { try check(text, against: pattern) }
    switch type {
    case "Number":
      guard let number = Double(text) else {
        throw TemplateError("'\(text)' is not a number", logicalID: name, line: line)
      }
      return .number(JSONNumber(number))
    case "CommaDelimitedList":
      return .array(text.split(separator: ",").map { .string(Self.trimmed($0)) })
    default: return .string(text)
    }
  }

  private func check(_ text: String, against pattern: String) throws {
    guard let expression = try? Regex(pattern) else {
      throw TemplateError("AllowedPattern '\(pattern)' is broken", logicalID: name, line: line)
    }
    guard (try? expression.wholeMatch(in: text)) != nil, text.wholeMatch(of: expression) != nil
    else {
      throw TemplateError("'\(text)' does not match \(pattern)", logicalID: name, line: line)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  private static func text(_ value: JSON) -> String {
    value.string ?? value.text()
  }
}
