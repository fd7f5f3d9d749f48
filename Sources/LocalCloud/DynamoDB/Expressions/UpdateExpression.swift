internal import JSONValue

/// What an update changes in an item.
struct UpdateExpression: Sendable {
  /// One change.
  enum Action: Sendable {
    /// `SET`: puts a computed value there, in place of what there was.
    case set(AttributePath, Term)
    /// `REMOVE`: takes away what is there, where there is anything.
    case remove(AttributePath)
    /// `ADD`: adds to the number or to the set there, or makes it where it is missing.
    case add(AttributePath, JSON)
    /// `DELETE`: takes elements out of the set there, which goes once it is empty.
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
    /// A constant, or a value that the item must have.
    case operand(ConditionExpression.Operand)
    /// The first number plus the second.
    case sum(Term, Term)
    /// The first number less the second.
    case difference(Term, Term)
    /// `if_not_exists`: the value there, or what the term gives where there is none.
    case ifNotExists(AttributePath, Term)
    /// `list_append`: the first list's elements, then the second's.
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

  /// The paths of the changes.
  var paths: [AttributePath] { actions.map(\.path) }

  /// Refuses changes that would meet, and operands of types that an operation has no use for.
  ///
  /// - Throws: `CloudError` that says which.
  func check(kind: String) throws {
    try AttributePath.checkDistinct(paths, kind: kind)
    for case .set(_, let term) in actions { try UpdateExpression.check(term, kind) }
  }

  private static func check(_ term: Term, _ kind: String) throws {
    switch term {
    case .operand: return
    case .ifNotExists(_, let fallback): try check(fallback, kind)
    case .append(let left, let right): try check([left, right], of: "L", "list_append", kind)
    case .sum(let left, let right): try check([left, right], of: "N", "+", kind)
    case .difference(let left, let right): try check([left, right], of: "N", "-", kind)
    }
  }

  private static func check(
    _ terms: [Term],
    of type: String,
    _ operation: String,
    _ kind: String
  ) throws {
    for term in terms {
      try check(term, kind)
      guard case .operand(.value(let value)) = term, let found = AttributeValue.type(of: value),
        found != type
      else { continue }
      throw DynamoDBError.wrongOperand(kind, operation, found)
    }
  }

  /// The item after the changes, all of which see it as it was.
  ///
  /// - Throws: `CloudError` where an operand is missing or of a wrong type.
  func apply(to item: JSON) throws -> JSON {
    var values: [(path: AttributePath, value: JSON)] = []
    var removed: [AttributePath] = []
    for action in actions {
      switch action {
      case .set(let path, let term):
        values.append((path, try UpdateExpression.value(term, in: item)))
      case .remove(let path): removed.append(path)
      case .add(let path, let value):
        values.append((path, try UpdateExpression.added(path.value(in: item), value)))
      case .delete(let path, let value):
        guard let old = path.value(in: item) else { continue }
        if let rest = try UpdateExpression.deleted(old, value) {
          values.append((path, rest))
        } else {
          removed.append(path)
        }
      }
    }
    // What goes beyond a list's end is appended in the order of the indices, and what is removed
    // must not move what is removed after it.
    var changed = item
    for (path, value) in values.sorted(by: { $0.path.isBefore($1.path) }) {
      changed = try path.setting(value, in: changed)
    }
    for path in removed.sorted(by: { $1.isBefore($0) }) {
      changed = try path.setting(nil, in: changed)
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
      else { throw wrongType }
      return ["L": .array(a + b)]
    case .sum(let left, let right):
      let (a, b) = (try number(left, in: item), try number(right, in: item))
      return ["N": .string(try a.adding(b).text)]
    case .difference(let left, let right):
      let (a, b) = (try number(left, in: item), try number(right, in: item))
      return ["N": .string(try a.adding(b.negated).text)]
    }
  }

  private static func number(_ term: Term, in item: JSON) throws -> DecimalNumber {
    guard let text = try value(term, in: item)["N"]?.string else { throw wrongType }
    return try DecimalNumber(wire: text)
  }

  private static func added(_ old: JSON?, _ value: JSON) throws -> JSON {
    guard let type = AttributeValue.type(of: value) else { throw wrongType }
    switch type {
    case "N":
      guard let old else { return value }
      guard let a = old["N"]?.string, let b = value["N"]?.string else { throw wrongType }
      return ["N": .string(try DecimalNumber(wire: a).adding(DecimalNumber(wire: b)).text)]
    case "SS", "NS", "BS":
      guard let old else { return value }
      guard let a = old[type]?.array else { throw wrongType }
      let element = String(type.prefix(1))
      let fresh = (value[type]?.array ?? []).filter { new in
        !a.contains { AttributeValue.areEqual([element: $0], [element: new]) }
      }
      return [type: .array(a + fresh)]
    case "L":
      // Only the legacy action ADD takes lists.
      guard let old else { return value }
      guard let a = old["L"]?.array else { throw wrongType }
      return ["L": .array(a + (value["L"]?.array ?? []))]
    default: throw wrongType
    }
  }

  private static func deleted(_ old: JSON, _ value: JSON) throws -> JSON? {
    guard let type = AttributeValue.type(of: value), ["SS", "NS", "BS"].contains(type),
      let a = old[type]?.array
    else { throw wrongType }
    let element = String(type.prefix(1))
    let rest = a.filter { kept in
      !(value[type]?.array ?? []).contains {
        AttributeValue.areEqual([element: $0], [element: kept])
      }
    }
    return rest.isEmpty ? nil : [type: .array(rest)]
  }

  private static let wrongType = DynamoDBError.validation(
    "An operand in the update expression has an incorrect data type"
  )
}

extension AttributePath {
  /// Whether the path comes before another, by names and then by indices.
  fileprivate func isBefore(_ other: AttributePath) -> Bool {
    guard name == other.name else { return name < other.name }
    for (a, b) in zip(steps, other.steps) where a != b {
      switch (a, b) {
      case (.index(let x), .index(let y)): return x < y
      case (.member(let x), .member(let y)): return x < y
      default: return false
      }
    }
    return steps.count < other.steps.count
  }
}
