internal import JSONValue

/// What an update changes in an item.
struct UpdateExpression: Sendable {
  /// One change.
  enum Action: Sendable {
    case set(AttributePath, Term)
    case remove(AttributePath)
    case add(AttributePath, JSON)
    case delete(AttributePath, JSON)

    /// Where the change is.
    var path: AttributePath {
      switch self {
      case .set(let path, _), .remove(let path), .add(let path, _), .delete(let path, _): path
      }
    }
  }

  /// What is computed for `SET`.
  indirect enum Term: Sendable {
    case operand(ConditionExpression.Operand)
    case sum(Term, Term)
    case difference(Term, Term)
    case ifNotExists(AttributePath, Term)
    case append(Term, Term)
  }

  /// The changes; all of them see the item as it was.
  let actions: [Action]

  /// The attributes that are changed, each once.
  var changedNames: [String] {
    actions.reduce(into: []) { names, action in
      if !names.contains(action.path.name) { names.append(action.path.name) }
    }
  }

  /// The item after the changes.
  ///
  /// - Throws: `CloudError` where an operand is missing or of a wrong type.
  func apply(to item: JSON) throws -> JSON {
    var changed = item
    for action in actions {
      switch action {
      case .set(let path, let term):
        changed = try path.setting(try UpdateExpression.value(term, in: item), in: changed)
      case .remove(let path): changed = try path.setting(nil, in: changed)
      case .add(let path, let value):
        let sum = try UpdateExpression.added(path.value(in: item), value)
        changed = try path.setting(sum, in: changed)
      case .delete(let path, let value):
        guard let old = path.value(in: item) else { continue }
        changed = try path.setting(try UpdateExpression.deleted(old, value), in: changed)
      }
    }
    return changed
  }

  private static func value(_ term: Term, in item: JSON) throws -> JSON {
    switch term {
    case .operand(let operand):
      guard let value = operand.value(in: item) else {
        throw DynamoDBError.validation(
          "The provided expression refers to an attribute that does not exist in the item"
        )
      }
      return value
    case .ifNotExists(let path, let fallback):
      return try path.value(in: item) ?? value(fallback, in: item)
    case .append(let left, let right):
      guard let a = try value(left, in: item)["L"]?.array,
        let b = try value(right, in: item)["L"]?.array
      else { throw wrongType("list_append") }
      return ["L": .array(a + b)]
    case .sum(let left, let right):
      let (a, b) = (try number(left, in: item, "+"), try number(right, in: item, "+"))
      return ["N": .string(try a.adding(b).text)]
    case .difference(let left, let right):
      let (a, b) = (try number(left, in: item, "-"), try number(right, in: item, "-"))
      return ["N": .string(try a.adding(b.negated).text)]
    }
  }

  private static func number(_ term: Term, in item: JSON, _ sign: String) throws -> DecimalNumber {
    guard let text = try value(term, in: item)["N"]?.string else { throw wrongType(sign) }
    return try DecimalNumber(wire: text)
  }

  private static func added(_ old: JSON?, _ value: JSON) throws -> JSON {
    guard let type = AttributeValue.type(of: value) else { throw wrongType("ADD") }
    switch type {
    case "N":
      guard let old else { return value }
      guard let a = old["N"]?.string, let b = value["N"]?.string else { throw wrongType("ADD") }
      return ["N": .string(try DecimalNumber(wire: a).adding(DecimalNumber(wire: b)).text)]
    case "SS", "NS", "BS":
      guard let old else { return value }
      guard let a = old[type]?.array else { throw wrongType("ADD") }
      let element = String(type.prefix(1))
      let fresh = (value[type]?.array ?? []).filter { new in
        !a.contains { AttributeValue.areEqual([element: $0], [element: new]) }
      }
      return [type: .array(a + fresh)]
    default: throw wrongType("ADD")
    }
  }

  private static func deleted(_ old: JSON, _ value: JSON) throws -> JSON? {
    guard let type = AttributeValue.type(of: value), ["SS", "NS", "BS"].contains(type),
      let a = old[type]?.array
    else { throw wrongType("DELETE") }
    let element = String(type.prefix(1))
    let rest = a.filter { kept in
      !(value[type]?.array ?? []).contains {
        AttributeValue.areEqual([element: $0], [element: kept])
      }
    }
    return rest.isEmpty ? nil : [type: .array(rest)]
  }

  private static func wrongType(_ operation: String) -> CloudError {
    DynamoDBError.validation(
      "An operand in the update expression has an incorrect data type; operator: \(operation)"
    )
  }
}
