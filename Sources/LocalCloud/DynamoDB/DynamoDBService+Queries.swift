internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// The most that one page of a query or scan looks at, in bytes of items.
  private static let pageBytes = 1_048_576

  /// Reads items of one partition in the order of their range keys.
  func query(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.query.check(input.json)
    let plan = try PlannedPage(query: input)
    let table = try table(of: input)
    try refuseIndex(input)
    let range = try plan.keys.map { try KeyRange($0, table: table) }
    let start = try DynamoDBService.start(plan, table)
    if let start, let range { try DynamoDBService.check(start, in: range) }
    try plan.check(on: table)
    return try await page(plan, ItemWalk(table: table, range: range, after: start), input)
  }

  /// Reads items of a whole table, or of one segment of it.
  func scan(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.scan.check(input.json)
    let plan = try PlannedPage(scan: input)
    let table = try table(of: input)
    try refuseIndex(input)
    let start = try DynamoDBService.start(plan, table)
    if let start, let segment = plan.segment,
      !ItemWalk.isIn(start.hash, segment.index, of: segment.of)
    {
      throw DynamoDBError.validation(
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
          + "ExclusiveStartKey with correct Segment. TotalSegments: \(segment.of) Segment: "
          + "\(segment.index)"
      )
    }
    try plan.check(on: table)
    return try await page(plan, ItemWalk(table: table, range: nil, after: start), input)
  }

  private func refuseIndex(_ input: CallInput) throws {
    guard let index = input.text(optional: "IndexName") else { return }
    throw DynamoDBError.validation("The table does not have the specified index: \(index)")
  }

  private static func start(_ plan: PlannedPage, _ table: TableSchema) throws -> StorageKey? {
    guard let start = plan.start else { return nil }
    let isWhole =
      start.object?.count == table.keyNames.count
      && table.keyNames.allSatisfy { start[$0] != nil }
    guard isWhole else { throw DynamoDBError.validation("The provided starting key is invalid") }
    do {
      return try table.storageKey(ofKey: start)
    } catch let error as CloudError {
      throw DynamoDBError.validation("The provided starting key is invalid: \(error.message)")
    }
  }

  private static func check(_ start: StorageKey, in range: KeyRange) throws {
    if range.hasRangeCondition, !range.contains(start.range ?? []) {
      throw DynamoDBError.validation(
        "The provided starting key does not match the range key predicate"
      )
    }
    guard start.hash == range.hash else {
      throw DynamoDBError.validation(
        "The provided starting key is outside query boundaries based on provided conditions"
      )
    }
  }

  private func page(_ plan: PlannedPage, _ walk: ItemWalk, _ input: CallInput) async throws -> JSON
  {
    var walk = walk
    walk.isForward = plan.keys == nil || plan.isForward
    walk.segment = plan.segment
    let ready = walk
    let found = try await database.read { db in
      var found = Found()
      try ready.run(in: db) { item in
        let size = ItemSize.bytes(of: item)
        // A page that is full says where the next one begins, whether or not there is more.
        guard found.bytes + size <= DynamoDBService.pageBytes || found.scanned == 0 else {
          found.hasMore = true
          return false
        }
        found.scanned += 1
        found.bytes += size
        found.last = item
        if try plan.filter?.holds(of: item) ?? true {
          found.count += 1
          if !plan.isCountOnly { found.items.append(plan.projection?.apply(to: item) ?? item) }
        }
        found.hasMore = found.scanned == plan.limit
        return !found.hasMore
      }
      return found
    }
    var output: JSONObject = [:]
    if !plan.isCountOnly { output["Items"] = .array(found.items) }
    output["Count"] = JSON(found.count)
    output["ScannedCount"] = JSON(found.scanned)
    if found.hasMore, let last = found.last {
      output["LastEvaluatedKey"] = walk.table.key(of: last)
    }
    return CapacityReport(input, of: .read, meter).added(
      to: output,
      walk.table.name,
      CapacityReport.reading(found.bytes, isConsistent: input.bool("ConsistentRead") ?? false)
    )
  }

  private struct Found: Sendable {
    var items: [JSON] = []
    var count = 0
    var scanned = 0
    var bytes = 0
    var last: JSON?
    var hasMore = false
  }
}
