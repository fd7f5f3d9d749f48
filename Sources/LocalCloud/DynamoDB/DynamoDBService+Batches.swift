internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// The most that an answer to BatchGetItem holds, in bytes of items.
  private static let answerBytes = 16_777_216

  /// Reads up to 100 items of several tables.
  func batchGetItem(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.batchGetItem.check(input.json)
    let requests = input.json["RequestItems"]?.object ?? [:]
    guard requests.values.reduce(0, { $0 + ($1["Keys"]?.array?.count ?? 0) }) <= 100 else {
      throw DynamoDBError.validation("Too many items requested for the BatchGetItem call")
    }
    var reads: [BatchRead] = []
    for (name, request) in requests {
      let part = CallInput(request)
      let projection = try PlannedRead.projection(part)
      let keys = try part.list("Keys").map { try AttributeValue.checked(item: $0) }
      guard Set(keys).count == keys.count else { throw DynamoDBService.duplicates }
      reads.append(BatchRead(name: name, request: request, keys: keys, projection: projection))
    }
    var responses = JSONObject()
    var unprocessed = JSONObject()
    var room = DynamoDBService.answerBytes
    var units: [(table: String, units: Double)] = []
    for read in reads {
      let table = try tables.table(read.name)
      let storageKeys = try read.keys.map { try table.storageKey(ofKey: $0) }
      guard Set(storageKeys).count == storageKeys.count else { throw DynamoDBService.duplicates }
      let isConsistent = read.request["ConsistentRead"]?.bool ?? false
      let space = room
      let found = try await database.read { db in
        try BatchRead.items(storageKeys, of: table, within: space, isConsistent, in: db)
      }
      room -= found.bytes
      responses[read.name] = .array(found.items.map { read.projection?.apply(to: $0) ?? $0 })
      units.append((table.name, found.units))
      if found.read < read.keys.count {
        var rest = read.request
        rest["Keys"] = .array(Array(read.keys[found.read...]))
        unprocessed[read.name] = rest
      }
    }
    return CapacityReport(input, of: .read, meter).added(
      to: ["Responses": .object(responses), "UnprocessedKeys": .object(unprocessed)],
      units
    )
  }

  private static let duplicates = DynamoDBError.validation(
    "Provided list of item keys contains duplicates"
  )

  private struct BatchRead: Sendable {
    let name: String
    let request: JSON
    let keys: [JSON]
    let projection: Projection?

    struct Found: Sendable {
      var items: [JSON] = []
      var read = 0
      var bytes = 0
      var units = 0.0
    }

    /// Reads items until `room` bytes are full.
    static func items(
      _ keys: [StorageKey],
      of table: TableSchema,
      within room: Int,
      _ isConsistent: Bool,
      in db: Database
    ) throws -> Found {
      var found = Found()
      for key in keys {
        let item = try ItemStore.item(key, of: table, in: db)
        let size = item.map(ItemSize.bytes) ?? 0
        guard found.bytes + size <= room else { break }
        found.read += 1
        found.bytes += size
        found.units += CapacityReport.reading(size, isConsistent: isConsistent)
        if let item { found.items.append(item) }
      }
      return found
    }
  }

  /// Writes and removes up to 25 items of several tables.
  func batchWriteItem(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.batchWriteItem.check(input.json)
    let requests = input.json["RequestItems"]?.object ?? [:]
    guard requests.values.reduce(0, { $0 + ($1.array?.count ?? 0) }) <= 25 else {
      throw DynamoDBError.validation("Too many items requested for the BatchWriteItem call")
    }
    var plans: [PlannedWrite] = []
    for (name, list) in requests {
      for request in list.array ?? [] {
        plans.append(try DynamoDBService.plan(request, table: name))
      }
    }
    var writes: [ItemWrite] = []
    var seen: Set<TableKey> = []
    for plan in plans {
      let write = try plan.on(try tables.table(plan.table))
      guard seen.insert(TableKey(write)).inserted else { throw DynamoDBService.duplicates }
      writes.append(write)
    }
    let report = CapacityReport(input, of: .write, meter)
    let (all, wantsOld) = (writes, report.isWanted)
    let units = try await database.write { db in
      try TableStore.demand(all.map(\.table), in: db)
      return try all.map { write -> Double in
        let (old, new) = try write.perform(in: db, wantsOld: wantsOld)
        return wantsOld ? CapacityReport.writing(old: old, new: new) : 1
      }
    }
    return report.added(
      to: ["UnprocessedItems": [:]],
      DynamoDBService.totals(zip(writes.map(\.table.name), units))
    )
  }

  private static func plan(_ request: JSON, table: String) throws -> PlannedWrite {
    let (put, delete) = (request["PutRequest"]?["Item"], request["DeleteRequest"]?["Key"])
    switch (put, delete) {
    case (let item?, nil):
      return try PlannedWrite(put: CallInput(["TableName": .string(table), "Item": item]))
    case (nil, let key?):
      return try PlannedWrite(delete: CallInput(["TableName": .string(table), "Key": key]))
    default:
      throw DynamoDBError.validation(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
          + "the supported datatypes"
      )
    }
  }

  /// The units of each table, in the order of their first use.
  static func totals(_ uses: some Sequence<(String, Double)>) -> [(table: String, units: Double)] {
    uses.reduce(into: []) { totals, use in
      if let place = totals.firstIndex(where: { $0.table == use.0 }) {
        totals[place].units += use.1
      } else {
        totals.append((use.0, use.1))
      }
    }
  }
}

/// A place in one of the tables.
struct TableKey: Hashable, Sendable {
  /// The table's row id.
  let table: Int64
  /// The place of the item in it.
  let key: StorageKey

  /// Where a write goes.
  init(_ write: ItemWrite) { (table, key) = (write.table.id, write.key) }
}
