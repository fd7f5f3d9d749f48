internal import JSONValue

/// The part of a table that a query walks through: one partition, between two bounds.
struct KeyRange: Sendable {
  /// One end of the range keys.
  struct Bound: Sendable {
    /// The range key in its sortable form.
    let bytes: [UInt8]
    /// Whether the range key that equals the bound lies within.
    let isInclusive: Bool
  }

  /// The partition's key bytes.
  let hash: [UInt8]
  /// The end below which no range key lies; `nil` for none.
  private(set) var lower: Bound?
  /// The end above which no range key lies; `nil` for none.
  private(set) var upper: Bound?
  /// Whether there is a condition on the range key.
  let hasRangeCondition: Bool

  /// Works a condition out on a table's keys.
  ///
  /// - Throws: `CloudError` where it is not a condition on this table's keys.
  init(_ condition: KeyCondition, table: TableSchema) throws {
    if table.range == nil, condition.parts.count > 1 { throw KeyRange.unsupported }
    let hash = try KeyRange.part(condition, table.hash, isHash: true)
    guard let hash, let value = hash.values.first else {
      throw KeyRange.missing(table.hash.name)
    }
    guard hash.comparison == "EQ" else { throw KeyRange.unsupported }
    self.hash = try table.bytes(table.hash, value)
    hasRangeCondition = condition.parts.count > 1
    guard let range = table.range else { return }
    guard let part = try KeyRange.part(condition, range, isHash: false) else {
      guard condition.parts.count == 1 else { throw KeyRange.missing(range.name) }
      return
    }
    try narrow(part.comparison, try part.values.map { try table.bytes(range, $0) })
  }

  private static func part(
    _ condition: KeyCondition,
    _ key: TableSchema.Key,
    isHash: Bool
  ) throws -> KeyCondition.Part? {
    guard let part = condition.parts.first(where: { $0.name == key.name }) else { return nil }
    guard ["EQ", "LT", "LE", "GT", "GE", "BETWEEN", "BEGINS_WITH"].contains(part.comparison) else {
      throw DynamoDBError.validation(
        "Attempted conditional constraint is not an indexable operation"
      )
    }
    guard part.values.allSatisfy({ $0[key.type] != nil }) else {
      throw DynamoDBError.invalidParameter(
        "Condition parameter type does not match schema type"
      )
    }
    return part
  }

  private mutating func narrow(_ comparison: String, _ values: [[UInt8]]) throws {
    guard let first = values.first, let last = values.last else { return }
    switch comparison {
    case "EQ", "BETWEEN":
      lower = Bound(bytes: first, isInclusive: true)
      upper = Bound(bytes: last, isInclusive: true)
    case "LT", "LE": upper = Bound(bytes: first, isInclusive: comparison == "LE")
    case "GT", "GE": lower = Bound(bytes: first, isInclusive: comparison == "GE")
    default:
      lower = Bound(bytes: first, isInclusive: true)
      upper = KeyRange.successor(of: first).map { Bound(bytes: $0, isInclusive: false) }
    }
  }

  /// The least bytes above everything that begins with `prefix`; `nil` where there are none.
  private static func successor(of prefix: [UInt8]) -> [UInt8]? {
    var bytes = prefix
    while let last = bytes.popLast() {
      if last < 255 { return bytes + [last + 1] }
    }
    return nil
  }

  /// Whether a range key lies between the bounds.
  func contains(_ range: [UInt8]) -> Bool {
    if let lower {
      let isBelow = range.lexicographicallyPrecedes(lower.bytes)
      if isBelow || !lower.isInclusive && range == lower.bytes { return false }
    }
    if let upper {
      let isAbove = upper.bytes.lexicographicallyPrecedes(range)
      if isAbove || !upper.isInclusive && range == upper.bytes { return false }
    }
    return true
  }

  private static let unsupported = DynamoDBError.validation("Query key condition not supported")

  private static func missing(_ name: String) -> CloudError {
    DynamoDBError.validation("Query condition missed key schema element: \(name)")
  }
}
