internal import JSONValue

extension DefinitionReader {
  /// A text, where the field is there and right.
  mutating func text(_ fields: Fields, _ name: String) -> String? {
    guard let value = fields.object[name] else { return nil }
    guard let text = value.string else {
      fault("The value for the field '\(name)' must be a string", at: fields.location + [name])
      return nil
    }
    return text
  }

  /// A whole number, where the field is there and right.
  mutating func number(_ fields: Fields, _ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = fields.object[name] else { return nil }
    guard let number = value.int, range.contains(number) else {
      fault(
        "The value for the field '\(name)' must be an integer from \(range.lowerBound) to "
          + "\(range.upperBound)",
        at: fields.location + [name]
      )
      return nil
    }
    return number
  }

  /// A path, where the field is there and right.
  mutating func path(_ fields: Fields, _ name: String) -> JSONPath? {
    guard let text = text(fields, name) else { return nil }
    do {
      return try JSONPath(parsing: text)
    } catch {
      fault(
        "The value for the field '\(name)' must be a valid JSONPath: \(error.reason)",
        at: fields.location + [name]
      )
      return nil
    }
  }

  /// An InputPath or OutputPath: the whole where it is left out, `nil` where it is null.
  mutating func selection(_ fields: Fields, _ name: String) -> JSONPath? {
    guard let value = fields.object[name] else { return .whole }
    return value.isNull ? nil : path(fields, name)
  }

  /// A ResultPath: the whole where it is left out, `nil` where it is null.
  mutating func resultPath(_ fields: Fields) -> ReferencePath? {
    guard let value = fields.object["ResultPath"] else { return .whole }
    guard !value.isNull, let path = path(fields, "ResultPath") else { return nil }
    do {
      return try ReferencePath(path)
    } catch {
      fault("Value is not a Reference Path: \(error.reason)", at: fields.location + ["ResultPath"])
      return nil
    }
  }

  /// A number that is given by `name` or looked up by `name` + `Path`.
  mutating func number(
    _ fields: Fields,
    orPath name: String,
    in range: ClosedRange<Int>
  ) -> NumberSource? {
    let pathName = name + "Path"
    if fields.has(name), fields.has(pathName) {
      fault("Only one of the fields '\(name)' and '\(pathName)' may be given", at: fields.location)
    }
    if let constant = number(fields, name, in: range) { return .constant(constant) }
    return path(fields, pathName).map { .path($0, field: pathName) }
  }

  /// A text that is given by `name` or worked out by `name` + `Path`.
  mutating func text(_ fields: Fields, orPath name: String) -> TextSource? {
    let pathName = name + "Path"
    if fields.has(name), fields.has(pathName) {
      fault("Only one of the fields '\(name)' and '\(pathName)' may be given", at: fields.location)
    }
    if let constant = text(fields, name) { return .constant(constant) }
    guard let written = text(fields, pathName) else { return nil }
    return expression(written, field: pathName, at: fields.location + [pathName])
      .map { .expression($0, field: pathName) }
  }

  private mutating func expression(
    _ text: String,
    field: String,
    at location: [String]
  ) -> Template.Expression? {
    do {
      return try Template.Expression(parsing: text)
    } catch {
      fault(
        "The value for the field '\(field)' must be a valid JSONPath or a valid intrinsic "
          + "function call: \(error.reason)",
        at: location
      )
      return nil
    }
  }

  /// A payload template, where the field is there.
  mutating func template(_ fields: Fields, _ name: String) -> Template? {
    fields.object[name].map { template($0, at: fields.location + [name]) }
  }

  private mutating func template(_ value: JSON, at location: [String]) -> Template {
    switch value {
    case .array(let elements):
      let parts = elements.enumerated().map {
        template($0.element, at: location + ["\($0.offset)"])
      }
      return parts.allSatisfy(\.isConstant) ? .constant(value) : .array(parts)
    case .object(let members):
      let parts = members.map { key, value in member(key, value, at: location + [key]) }
      let isConstant = parts.allSatisfy { $0.value.isConstant }
      return isConstant ? .constant(value) : .object(parts)
    default: return .constant(value)
    }
  }

  private mutating func member(
    _ key: String,
    _ value: JSON,
    at location: [String]
  ) -> (key: String, value: Template) {
    guard key.hasSuffix(".$") else { return (key, template(value, at: location)) }
    guard let text = value.string else {
      fault(
        "The value for the field '\(key)' must be a STRING that contains a JSONPath or an "
          + "intrinsic function call",
        at: location
      )
      return (key, .constant(value))
    }
    guard let expression = expression(text, field: key, at: location) else {
      return (key, .constant(value))
    }
    return (String(key.dropLast(2)), .expression(expression, field: key))
  }
}

extension Template {
  /// Whether nothing of it is worked out.
  var isConstant: Bool {
    if case .constant = self { true } else { false }
  }
}

extension JSONPath {
  /// `$`.
  static let whole = JSONPath(text: "$", root: .input, steps: [])
}

extension ReferencePath {
  /// `$`.
  static let whole = ReferencePath()
}
