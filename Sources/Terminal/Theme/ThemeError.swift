/// Why a theme file cannot be used, and where in it.
package struct ThemeError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    case notYAML(String)
    case notAMapping
    case missingText
    case unknownKey(String)
    case unknownRole(String, suggestion: String?)
    case unknownColor(String)
    case unknownAttribute(String)
    case wrongType(expected: String)
  }

  /// The file as the user knows it.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// The role the line is about, if any.
  package let role: String?
  /// What is wrong.
  package let problem: Problem
}

extension ThemeError: CustomStringConvertible {
  /// The sentence for people: where, which role, what is wrong, what to write.
  package var description: String {
    let subject = role.map { " role \($0):" } ?? ""
    return SafeText.visible("\(file):\(line):\(subject) \(reason)")
  }

  private var reason: String {
    switch problem {
    case .notYAML(let message): "not YAML: \(message)"
    case .notAMapping: "the file must hold name and roles"
    case .missingText: "the roles must include text"
    case .unknownKey(let key): "unknown key '\(key)'; known are name, glyphs and roles"
    case .unknownRole(let role, let suggestion):
      "unknown role '\(role)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? "")
    case .unknownColor(let color):
      "unknown colour '\(color)'; write #rrggbb, a palette name such as bright-red, a palette"
        + " number 0-255, or default"
    case .unknownAttribute(let attribute):
      "unknown attribute '\(attribute)'; known are bold, dim, italic, underline and reverse"
    case .wrongType(let expected): "expected \(expected)"
    }
  }
}
