internal import JSONValue

/// A condition on an item, read and with its placeholders resolved.
indirect enum ConditionExpression: Sendable {
  /// `AND`: holds where every part does.
  case all([ConditionExpression])
  /// `OR`: holds where at least one part does.
  case any([ConditionExpression])
  /// `NOT`: holds where the part does not.
  case not(ConditionExpression)
  /// One of `=`, `<>`, `<`, `<=`, `>` and `>=`; where an operand is missing only `<>` holds.
  case compare(Operand, String, Operand)
  /// `BETWEEN`: the first operand lies between the other two, or equals one of them.
  case between(Operand, Operand, Operand)
  /// `IN`: the operand equals one of the list.
  case isIn(Operand, [Operand])
  /// `attribute_exists`: the item has a value there, be it `NULL`.
  case exists(AttributePath)
  /// `attribute_not_exists`: the item has no value there.
  case notExists(AttributePath)
  /// `attribute_type`: the value there has the type of this code, such as `S` or `NULL`.
  case hasType(AttributePath, String)
  /// `begins_with`: the first string or binary value begins with the bytes of the second.
  case beginsWith(Operand, Operand)
  /// `contains`: the first string has the second in it, or the set or list has it as an element.
  case contains(Operand, Operand)

  /// Something that has a value.
  enum Operand: Sendable {
    /// The value that the item has there.
    case path(AttributePath)
    /// A constant, with its type as on the wire: `{"N": "1"}`.
    case value(JSON)
    /// The number that `size` gives for the value there: bytes of a text, elements of a list.
    case size(AttributePath)

    /// The value in `item`; `nil` where there is none.
    func value(in item: JSON) -> JSON? {
      switch self {
      case .path(let path): path.value(in: item)
      case .value(let value): value
      case .size(let path):
        path.value(in: item).flatMap(ConditionExpression.size).map { ["N": .string(String($0))] }
      }
    }
  }

  /// Whether the condition holds of `item`.
  ///
  /// - Throws: `CloudError` where an operand has a type that the operation has no use for.
  func holds(of item: JSON) throws -> Bool {
    switch self {
    case .all(let parts): return try parts.allSatisfy { try $0.holds(of: item) }
    case .any(let parts): return try parts.contains { try $0.holds(of: item) }
    case .not(let part): return try !part.holds(of: item)
    case .exists(let path): return path.value(in: item) != nil
    case .notExists(let path): return path.value(in: item) == nil
    case .hasType(let path, let type):
      return path.value(in: item).flatMap(AttributeValue.type) == type
    case .compare(let left, let sign, let right):
      guard let a = left.value(in: item), let b = right.value(in: item) else { return sign == "<>" }
      return ConditionExpression.compare(a, sign, b)
    case .between(let value, let low, let high):
      guard let value = value.value(in: item), let low = low.value(in: item),
        let high = high.value(in: item)
      else { return false }
      return ConditionExpression.compare(value, ">=", low)
        && ConditionExpression.compare(value, "<=", high)
    case .isIn(let value, let list):
      guard let value = value.value(in: item) else { return false }
      return list.contains {
        $0.value(in: item).map { AttributeValue.areEqual(value, $0) } ?? false
      }
    case .beginsWith(let whole, let start):
      guard let whole = whole.value(in: item), let start = start.value(in: item) else {
        return false
      }
      return ConditionExpression.begins(whole, start)
    case .contains(let whole, let part):
      guard let whole = whole.value(in: item), let part = part.value(in: item) else { return false }
      return ConditionExpression.contains(whole, part)
    }
  }

  private static func compare(_ left: JSON, _ sign: String, _ right: JSON) -> Bool {
    switch sign {
    case "=": return AttributeValue.areEqual(left, right)
    case "<>": return !AttributeValue.areEqual(left, right)
    default:
      guard let order = AttributeValue.order(left, right) else { return false }
      return switch sign {
      case "<": order < 0
      case "<=": order <= 0
      case ">": order > 0
      default: order >= 0
      }
    }
  }

  private static func begins(_ whole: JSON, _ start: JSON) -> Bool {
    if let a = whole["S"]?.string, let b = start["S"]?.string {
      return a.utf8.starts(with: b.utf8)
    }
    guard let a = whole["B"]?.string, let b = start["B"]?.string,
      let x = try? Base64Text.bytes(a), let y = try? Base64Text.bytes(b)
    else { return false }
    return x.starts(with: y)
  }

  private static func contains(_ whole: JSON, _ part: JSON) -> Bool {
    switch AttributeValue.type(of: whole) {
    case "S":
      guard let a = whole["S"]?.string, let b = part["S"]?.string else { return false }
      return b.isEmpty || Array(a.utf8).firstRange(of: Array(b.utf8)) != nil
    case "L": return whole["L"]?.array?.contains { AttributeValue.areEqual($0, part) } ?? false
    case "SS", "NS", "BS":
      guard let type = AttributeValue.type(of: whole) else { return false }
      let element = String(type.prefix(1))
      return whole[type]?.array?.contains { AttributeValue.areEqual([element: $0], part) } ?? false
    default: return false
    }
  }

  /// What `size` gives for a value; `nil` for types that have none.
  static func size(_ value: JSON) -> Int? {
    guard let type = AttributeValue.type(of: value), let payload = value[type] else { return nil }
    return switch type {
    case "S": payload.string?.utf8.count
    case "B": payload.string.flatMap { try? Base64Text.bytes($0).count }
    case "L", "SS", "NS", "BS": payload.array?.count
    case "M": payload.object?.count
    default: nil
    }
  }
}
