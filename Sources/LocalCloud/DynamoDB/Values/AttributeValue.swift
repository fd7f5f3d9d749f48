internal import JSONValue

/// Checks and compares attribute values in their wire form, such as `{"S": "x"}`.
enum AttributeValue {
  /// The most that an item may take, in bytes.
  static let itemLimit = 409_600

  /// The type of a value, such as `S`; `nil` where it is not of the form.
  static func type(of value: JSON) -> String? {
    guard let members = value.object, members.count == 1 else { return nil }
    return members.keys.first
  }

  /// Checks every attribute of an item.
  ///
  /// - Throws: `CloudError` where one is not of the form, or the item is too large.
  static func validate(item: JSON) throws {
    for (_, value) in item.object ?? [:] { try validate(value, depth: 0) }
    guard size(of: item) <= itemLimit else { throw DynamoDBError.itemTooLarge }
  }

  /// Checks one value.
  ///
  /// - Throws: `CloudError` where it is not of the form.
  static func validate(_ value: JSON, depth: Int = 0) throws {
    guard depth <= 32 else {
      throw DynamoDBError.validation("Nesting Levels have exceeded supported limits")
    }
    guard let type = type(of: value), let payload = value[type] else {
      throw DynamoDBError.validation(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
      )
    }
    switch (type, payload) {
    case ("S", .string), ("BOOL", .bool), ("NULL", .bool(true)): return
    case ("N", .string(let text)): _ = try DecimalNumber(wire: text)
    case ("B", .string(let text)): _ = try Base64Text.bytes(text)
    case ("L", .array(let values)):
      for value in values { try validate(value, depth: depth + 1) }
    case ("M", .object(let members)):
      for (_, value) in members { try validate(value, depth: depth + 1) }
    case ("SS", .array(let values)), ("NS", .array(let values)), ("BS", .array(let values)):
      try validate(set: values, of: String(type.prefix(1)))
    default:
      throw DynamoDBError.validation(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
      )
    }
  }

  private static func validate(set values: [JSON], of type: String) throws {
    guard !values.isEmpty else {
      throw DynamoDBError.validation(
        "One or more parameter values were invalid: An set may not be empty"
      )
    }
    var seen: Set<[UInt8]> = []
    for value in values {
      try validate([type: value])
      let key: [UInt8] =
        type == "N"
        ? try DecimalNumber(wire: value.string ?? "").sortKey : Array((value.string ?? "").utf8)
      guard seen.insert(key).inserted else {
        throw DynamoDBError.validation(
          "One or more parameter values were invalid: Input collection contains duplicates."
        )
      }
    }
  }

  /// The bytes that a value counts with.
  private static func size(of value: JSON) -> Int {
    switch value {
    case .string(let text): text.utf8.count
    case .array(let values): values.reduce(3) { $0 + size(of: $1) }
    case .object(let members): members.reduce(3) { $0 + $1.key.utf8.count + size(of: $1.value) }
    default: 1
    }
  }

  /// Whether two values are the same; numbers by value, sets in any order.
  static func areEqual(_ left: JSON, _ right: JSON) -> Bool {
    guard let type = type(of: left), type == self.type(of: right), let a = left[type],
      let b = right[type]
    else { return false }
    switch type {
    case "N": return order(left, right) == 0
    case "L":
      let (x, y) = (a.array ?? [], b.array ?? [])
      return x.count == y.count && zip(x, y).allSatisfy(areEqual)
    case "M":
      let (x, y) = (a.object ?? [:], b.object ?? [:])
      return x.count == y.count
        && x.allSatisfy { key, value in y[key].map { areEqual(value, $0) } ?? false }
    case "SS", "NS", "BS":
      let (x, y) = (a.array ?? [], b.array ?? [])
      let element = String(type.prefix(1))
      return x.count == y.count
        && x.allSatisfy { value in y.contains { areEqual([element: value], [element: $0]) } }
    default: return a == b
    }
  }

  /// Below, at or above 0 as `left` sorts before, with or after `right`; `nil` where they have no
  /// order.
  static func order(_ left: JSON, _ right: JSON) -> Int? {
    guard let type = type(of: left), type == self.type(of: right),
      let a = left[type]?.string, let b = right[type]?.string
    else { return nil }
    switch type {
    case "S": return order(Array(a.utf8), Array(b.utf8))
    case "N":
      guard let x = try? DecimalNumber(wire: a), let y = try? DecimalNumber(wire: b) else {
        return nil
      }
      return order(x.sortKey, y.sortKey)
    case "B":
      guard let x = try? Base64Text.bytes(a), let y = try? Base64Text.bytes(b) else { return nil }
      return order(x, y)
    default: return nil
    }
  }

  private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left == right { return 0 }
    return left.lexicographicallyPrecedes(right) ? -1 : 1
  }
}
