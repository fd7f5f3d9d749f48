internal import JSONValue

/// Writes a choice's condition as short text, such as `exists = true`.
enum ConditionText {
  /// The condition of one rule; empty where it has none that is known.
  static func text(of rule: JSON) -> String {
    if let condition = rule["Condition"]?.string { return condition }
    if let inner = rule["And"]?.array { return joined(inner, " and ") }
    if let inner = rule["Or"]?.array { return joined(inner, " or ") }
    if let inner = rule["Not"] { return "not (\(text(of: inner)))" }
    guard let variable = rule["Variable"]?.string,
      let test = rule.object?.first(where: { !["Variable", "Next", "Comment"].contains($0.key) })
    else { return "" }
    return comparison(short(variable), test.key, test.value)
  }

  private static func joined(_ rules: [JSON], _ word: String) -> String {
    rules.map(text(of:)).joined(separator: word)
  }

  private static func comparison(_ variable: String, _ name: String, _ value: JSON) -> String {
    let isPath = name.hasSuffix("Path")
    let other = isPath ? short(value.string ?? "") : value.string ?? value.text()
    let test = isPath ? String(name.dropLast("Path".count)) : name
    for (suffix, sign) in signs where test.hasSuffix(suffix) {
      return "\(variable) \(sign) \(other)"
    }
    if test.hasPrefix("Is") {
      let what = test.dropFirst(2).lowercased()
      return "\(variable) is \(value.bool == false ? "not " : "")\(what)"
    }
    return "\(variable) \(test) \(other)"
  }

  /// Longer endings first, because the shorter ones end them too.
  private static let signs = [
    ("GreaterThanEquals", "≥"), ("LessThanEquals", "≤"), ("GreaterThan", ">"), ("LessThan", "<"),
    ("Matches", "~"), ("Equals", "="),
  ]

  private static func short(_ path: String) -> String {
    path.hasPrefix("$.") ? String(path.dropFirst(2)) : path
  }
}
