internal import JSONValue

/// One field of the log events that a pattern matches: `$.a.b` of JSON, `$name` of words.
enum LogFieldSelector: Sendable {
  /// A place in a JSON line.
  case json(JSONSelector)
  /// A word of the line, by the name that the pattern gives it, without its `$`.
  case word(String, of: FieldPattern)

  /// The field's value in a line that matches; `nil` where the line has none.
  func value(in message: String) -> String? {
    switch self {
    case .json(let selector): selector.value(in: message)
    case .word(let name, let pattern): pattern.extractedValues(message)["$" + name]?.string
    }
  }
}

extension FilterPattern {
  /// Whether the events that match have fields.
  var hasFields: Bool {
    switch form {
    case .json, .fields: true
    case .everything, .terms: false
    }
  }

  /// The field that a text names; `nil` where matching events have none such.
  func selector(_ text: String) -> LogFieldSelector? {
    switch form {
    case .everything, .terms: return nil
    case .json: return JSONSelector(text).map(LogFieldSelector.json)
    case .fields(let pattern):
      guard text.hasPrefix("$"), pattern.names.contains(String(text.dropFirst())) else {
        return nil
      }
      return .word(String(text.dropFirst()), of: pattern)
    }
  }
}
