/// Why a theme file cannot be used, and where in it.
package struct ThemeError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// It is no YAML; carries what the reader says.
    case notYAML(String)
    /// It holds something else than names and values.
    case notAMapping
    /// The role that all others build on is missing.
    case missingText
    /// There is no such key.
    case unknownKey(String)
    /// There is no such role; carries the nearest one there is.
    case unknownRole(String, suggestion: String?)
    /// There is no such colour.
    case unknownColor(String)
    /// There is no such attribute.
    case unknownAttribute(String)
    /// A value is of another type than it must be.
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
