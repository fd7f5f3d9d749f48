internal import JSONValue

extension DefinitionReader {
  /// Reads the rules of a Choice.
  mutating func choice(_ fields: Fields, targets: [String: Int]) -> State.Kind? {
    guard let choices = fields.object["Choices"]?.array, !choices.isEmpty else {
      fault("These fields are required: [Choices]", at: fields.location)
      return nil
    }
    var rules: [ChoiceRule] = []
    for (index, choice) in choices.enumerated() {
      let location = fields.location + ["Choices[\(index)]"]
      guard let object = choice.object else {
        fault("A choice rule must be an object", at: location)
        continue
      }
      let rule = Fields(object: object, location: location)
      let condition = condition(rule, isTop: true)
      guard rule.has("Next") else {
        fault("These fields are required: [Next]", at: location)
        continue
      }
      guard let name = text(rule, "Next"),
        let next = target(name, among: targets, field: "Next", at: location + ["Next"]),
        let condition
      else { continue }
      rules.append(ChoiceRule(condition: condition, next: next))
    }
    let otherwise = text(fields, "Default").flatMap { name in
      target(name, among: targets, field: "Default", at: fields.location + ["Default"])
    }
    return rules.count == choices.count ? .choice(rules, otherwise: otherwise) : nil
  }

  private mutating func condition(_ fields: Fields, isTop: Bool) -> ChoiceCondition? {
    let known: Set<String> = isTop ? ["Next", "Comment", "Variable"] : ["Comment", "Variable"]
    let operators = fields.object.keys.filter { !known.contains($0) }
    for name in operators where name == "Assign" || name == "Condition" || name == "Output" {
      check(Fields(object: [name: .null], location: fields.location), knows: [])
      return nil
    }
    guard operators.count == 1, let name = operators.first, let operand = fields.object[name] else {
      fault(
        "A choice rule must have exactly one operator, not [\(operators.joined(separator: ", "))]",
        at: fields.location
      )
      return nil
    }
    switch name {
    case "And": return conditions(operand, at: fields.location + [name]).map { .all($0) }
    case "Or": return conditions(operand, at: fields.location + [name]).map { .any($0) }
    case "Not": return inner(operand, at: fields.location + [name]).map { .not($0) }
    default: return test(name, operand, fields)
    }
  }

  private mutating func inner(_ value: JSON, at location: [String]) -> ChoiceCondition? {
    guard let object = value.object else {
      fault("A choice rule must be an object", at: location)
      return nil
    }
    return condition(Fields(object: object, location: location), isTop: false)
  }

  private mutating func conditions(_ value: JSON, at location: [String]) -> [ChoiceCondition]? {
    guard let values = value.array, !values.isEmpty else {
      fault("The value must be an array with at least one choice rule", at: location)
      return nil
    }
    let parts = values.enumerated().compactMap { index, value in
      inner(value, at: location.dropLast() + ["\(location.last ?? "")[\(index)]"])
    }
    return parts.count == values.count ? parts : nil
  }

  private mutating func test(
    _ name: String,
    _ operand: JSON,
    _ fields: Fields
  ) -> ChoiceCondition? {
    let place = fields.location + [name]
    guard fields.has("Variable") else {
      fault("These fields are required: [Variable]", at: fields.location)
      return nil
    }
    guard let variable = path(fields, "Variable") else { return nil }
    if let kind = ChoiceCondition.Kind(rawValue: name) {
      guard let isWanted = operand.bool else {
        fault("The value for the field '\(name)' must be a boolean", at: place)
        return nil
      }
      return .kind(variable, kind, isWanted: isWanted)
    }
    if let comparison = ChoiceOperator.named[name] {
      guard comparison.takes(operand) else {
        fault("The value for the field '\(name)' is not of the operator's type", at: place)
        return nil
      }
      return .compare(variable, comparison, .constant(operand))
    }
    guard name.hasSuffix("Path"), name != "StringMatchesPath",
      let comparison = ChoiceOperator.named[String(name.dropLast(4))]
    else {
      fault("The field '\(name)' is not supported", at: place)
      return nil
    }
    return path(fields, name).map { .compare(variable, comparison, .path($0)) }
  }
}
