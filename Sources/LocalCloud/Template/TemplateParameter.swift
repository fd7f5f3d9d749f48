internal import JSONValue

/// One parameter of a template: its type, its default and the values it takes.
struct TemplateParameter: Sendable {
  /// The members of a declaration; the last three are for people alone.
  private static let members: Set<String> = [
    "Type", "Default", "AllowedValues", "AllowedPattern", "MinValue", "MaxValue", "MinLength",
    "MaxLength", "Description", "ConstraintDescription", "NoEcho",
  ]

  /// The name it has in the template.
  let name: String
  /// The type: `String`, `Number` or `CommaDelimitedList`.
  let type: String
  /// The default; `nil` where a value must be given.
  let fallback: JSON?
  /// The values it takes, as texts; empty where it takes any.
  let allowed: [String]
  /// The regular expression that a whole value must match, where there is one.
  let pattern: String?
  /// The least and the greatest number.
  let values: (least: Double?, most: Double?)
  /// The least and the greatest count of characters.
  let lengths: (least: Double?, most: Double?)
  /// Whether descriptions keep its value to themselves.
  let isHidden: Bool
  /// The line it starts at, counted from 1; 0 where that is not known.
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
    if let unknown = node.members?.first(where: { !Self.members.contains($0.key) }) {
      throw TemplateError(
        "parameter has the unknown member \(unknown.key)",
        logicalID: name,
        line: unknown.value.line
      )
    }
    func bound(_ member: String, of types: [String]) throws -> Double? {
      guard let value = node[member] else { return nil }
      guard types.contains(type), let number = value.literal.flatMap({ Double(Self.text($0)) })
      else {
        throw TemplateError(
          "\(member) of a \(type) parameter is not supported, or no number",
          logicalID: name,
          line: value.line
        )
      }
      return number
    }
    self.type = type
    values = (try bound("MinValue", of: ["Number"]), try bound("MaxValue", of: ["Number"]))
    lengths = (try bound("MinLength", of: ["String"]), try bound("MaxLength", of: ["String"]))
    fallback = node["Default"]?.literal
    allowed = (node["AllowedValues"]?.elements ?? []).compactMap { $0.literal.map(Self.text) }
    pattern = node["AllowedPattern"]?.text
    isHidden = ["true", "True"].contains(node["NoEcho"]?.literal.map(Self.text) ?? "")
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
    try check(Double(text.unicodeScalars.count), lengths, "its length must be")
    switch type {
    case "Number":
      guard let number = Double(text), number.isFinite else {
        throw TemplateError("'\(text)' is not a number", logicalID: name, line: line)
      }
      try check(number, values, "it must be a number")
      return .number(JSONNumber(number))
    case "CommaDelimitedList":
      return .array(text.split(separator: ",").map { .string(Self.trimmed($0)) })
    default: return .string(text)
    }
  }

  private func check(
    _ number: Double,
    _ bounds: (least: Double?, most: Double?),
    _ demand: String
  ) throws {
    let words: String
    if let least = bounds.least, number < least {
      words = "not less than \(JSON.number(JSONNumber(least)).text())"
    } else if let most = bounds.most, number > most {
      words = "not greater than \(JSON.number(JSONNumber(most)).text())"
    } else {
      return
    }
    throw TemplateError("\(demand) \(words)", logicalID: name, line: line)
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
