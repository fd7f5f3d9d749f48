internal import JSONValue

/// A query's condition on keys: one partition, and at most one condition on the range key.
struct KeyCondition: Sendable {
  /// The partition's key bytes.
  let hash: [UInt8]
  /// What holds of the range key.
  let range: ConditionExpression?

  /// Takes a condition apart.
  ///
  /// - Throws: `CloudError` where it is not a condition on this table's keys.
  init(_ condition: ConditionExpression, table: TableSchema) throws {
    let parts: [ConditionExpression] =
      if case .all(let parts) = condition { parts } else { [condition] }
    var hash: [UInt8]?
    var range: ConditionExpression?
    for part in parts {
      guard let name = KeyCondition.name(part) else {
        throw DynamoDBError.validation("Query key condition not supported")
      }
      if name == table.hash.name, hash == nil,
        case .compare(_, "=", .value(let value)) = part
      {
        hash = try table.bytes(table.hash, value)
      } else if name == table.range?.name, range == nil {
        range = part
      } else {
        throw DynamoDBError.validation(
          "Query condition missed key schema element: "
            + table.hash.name
        )
      }
    }
    guard let hash else {
      throw DynamoDBError.validation(
        "Query condition missed key schema element: \(table.hash.name)"
      )
    }
    self.hash = hash
    self.range = range
  }

  private static func name(_ part: ConditionExpression) -> String? {
    switch part {
    case .compare(.path(let path), let sign, .value) where sign != "<>" && path.steps.isEmpty:
      path.name
    case .between(.path(let path), .value, .value) where path.steps.isEmpty: path.name
    case .beginsWith(.path(let path), .value) where path.steps.isEmpty: path.name
    default: nil
    }
  }
}
