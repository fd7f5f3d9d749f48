internal import JSONValue

/// A payload template: a value in which members whose names end in `.$` are worked out.
indirect enum Template: Sendable {
  /// A value that is what it is.
  case constant(JSON)
  /// An expression, and the name of the member that has it.
  case expression(Expression, field: String)
  /// A list of templates.
  case array([Template])
  /// An object whose values are templates.
  case object([(key: String, value: Template)])

  /// Something that is worked out.
  enum Expression: Hashable, Sendable {
    /// What a path finds.
    case path(JSONPath)
    /// What a function gives.
    case call(IntrinsicCall)

    /// Reads a path or a call of an intrinsic function.
    ///
    /// - Throws: `PathSyntaxError` where the text is neither.
    init(parsing text: String) throws(PathSyntaxError) {
      self =
        text.hasPrefix("$")
        ? .path(try JSONPath(parsing: text)) : .call(try IntrinsicCall(parsing: text))
    }
  }
}

extension Evaluator {
  /// What a template makes of the input.
  ///
  /// - Throws: `StateFault` where a path leads nowhere or a function fails.
  mutating func value(_ template: Template) throws(StateFault) -> JSON {
    switch template {
    case .constant(let value): return value
    case .expression(let expression, let field): return try value(expression, field: field)
    case .array(let elements):
      var values: [JSON] = []
      for element in elements { values.append(try value(element)) }
      return .array(values)
    case .object(let members):
      var object = JSONObject()
      for member in members { object[member.key] = try value(member.value) }
      return .object(object)
    }
  }

  /// What an expression in the member called `field` gives.
  ///
  /// - Throws: `StateFault` where a path leads nowhere or a function fails.
  mutating func value(
    _ expression: Template.Expression,
    field: String
  ) throws(StateFault) -> JSON {
    switch expression {
    case .call(let call): return try value(call)
    case .path(let path):
      do {
        return try value(path)
      } catch {
        let source = path.root == .input ? input : context()
        throw StateFault.runtime(
          "The JSONPath '\(path.text)' specified for the field '\(field)' could not be found in "
            + "the input '\(source.text())'"
        )
      }
    }
  }
}
