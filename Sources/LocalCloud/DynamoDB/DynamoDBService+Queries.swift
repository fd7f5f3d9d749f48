internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// The most that one page of a query or scan looks at, in bytes of JSON.
  private static let pageBytes = 1_048_576

  /// Reads items of one partition in the order of their range keys.
  func query(_ input: CallInput) async throws -> JSON {
    let table = try tables.table(try input.text("TableName"))
    try refuseIndex(input)
    var names = ExpressionNames(input)
    guard let condition = try names.condition(input, "KeyConditionExpression") else {
      throw DynamoDBError.validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
          + "request."
      )
    }
    let value = try KeyCondition(condition, table: table)
    return try await page(input, table, &names, key: value)
  }

  /// Reads items of a whole table.
  func scan(_ input: CallInput) async throws -> JSON {
    let table = try tables.table(try input.text("TableName"))
    try refuseIndex(input)
    var names = ExpressionNames(input)
    return try await page(input, table, &names, key: nil)
  }

  private func refuseIndex(_ input: CallInput) throws {
    guard let index = input.text(optional: "IndexName") else { return }
    throw DynamoDBError.validation("The table does not have the specified index: \(index)")
  }

  private func page(
    _ input: CallInput,
    _ table: TableSchema,
    _ names: inout ExpressionNames,
    key: KeyCondition?
  ) async throws -> JSON {
    let filter = try names.condition(input, "FilterExpression")
    let projection = try names.projection(input)
    try names.checkAllUsed()
    let limit = try input.int("Limit", in: 1...Int(Int32.max)) ?? Int.max
    let start = try input.json["ExclusiveStartKey"].map { try table.storageKey(ofKey: $0) }
    let forward = input.bool("ScanIndexForward") ?? true
    let found = try await database.read { db in
      var found = Found()
      try ItemStore.walk(
        table,
        hash: key?.hash,
        after: start,
        forward: key == nil || forward,
        in: db
      ) { item in
        guard try key?.range?.holds(of: item) ?? true else { return true }
        // One item more than the page holds tells whether there is a next page.
        guard found.scanned < limit, found.bytes < DynamoDBService.pageBytes else {
          found.hasMore = true
          return false
        }
        found.scanned += 1
        found.bytes += item.text().utf8.count
        found.last = item
        if try filter?.holds(of: item) ?? true { found.items.append(item) }
        return true
      }
      return found
    }
    var output: JSONObject = [:]
    if input.text(optional: "Select") != "COUNT" {
      output["Items"] = .array(found.items.map { projection?.apply(to: $0) ?? $0 })
    }
    output["Count"] = JSON(found.items.count)
    output["ScannedCount"] = JSON(found.scanned)
    if found.hasMore, let last = found.last { output["LastEvaluatedKey"] = table.key(of: last) }
    return .object(output)
  }

  private struct Found: Sendable {
    var items: [JSON] = []
    var scanned = 0
    var bytes = 0
    var last: JSON?
    var hasMore = false
  }
}
