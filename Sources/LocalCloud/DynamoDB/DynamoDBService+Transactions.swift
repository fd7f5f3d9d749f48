internal import AWSWire
internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// How long a token makes the same transaction idempotent, in milliseconds.
  private static let tokenLife: Int64 = 600_000

  /// Reads up to 100 items as they are at one moment.
  func transactGetItems(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.transactGetItems.check(input.json)
    var reads: [(table: TableSchema, key: StorageKey, projection: Projection?)] = []
    let plans = try input.list("TransactItems").map { entry in
      let part = CallInput(entry["Get"] ?? [:])
      return (part, try PlannedRead(part))
    }
    for (part, plan) in plans {
      let table = try table(of: part)
      reads.append((table, try table.storageKey(ofKey: plan.key), plan.projection))
    }
    let all = reads
    let items = try await database.read { db in
      try all.map { try ItemStore.item($0.key, of: $0.table, in: db) }
    }
    let units = zip(reads, items).map { read, item in
      (
        read.table.name,
        2 * CapacityReport.reading(item.map(ItemSize.bytes) ?? 0, isConsistent: true)
      )
    }
    return CapacityReport(input, of: .read, meter).added(
      to: [
        "Responses": .array(
          zip(reads, items).map { read, item in
            item.map { ["Item": read.projection?.apply(to: $0) ?? $0] } ?? [:]
          }
        )
      ],
      DynamoDBService.totals(units),
      kind: "Read"
    )
  }

  /// Carries out up to 100 writes, or none of them.
  func transactWriteItems(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    try DynamoDBShapes.transactWriteItems.check(input.json)
    let plans = try input.list("TransactItems").map(DynamoDBService.plan)
    var writes: [ItemWrite] = []
    var seen: Set<TableKey> = []
    for plan in plans {
      let write = try plan.on(try tables.table(plan.table))
      guard seen.insert(TableKey(write)).inserted else {
        throw DynamoDBError.validation(
          "Transaction request cannot include multiple operations on one item"
        )
      }
      writes.append(write)
    }
    let all = writes
    let token = input.text(optional: "ClientRequestToken")
    let request = input.json["TransactItems"]?.text() ?? ""
    let now = context.now.milliseconds
    let units = try await database.write { db -> [Double] in
      if let token,
        try TokenStore.isKnown(token, request, since: now - DynamoDBService.tokenLife, in: db)
      {
        return all.map { _ in 2 }
      }
      try TableStore.demand(all.map(\.table), in: db)
      let units = try DynamoDBService.perform(all, in: db)
      if let token { try TokenStore.add(token, request, at: now, in: db) }
      return units
    }
    return CapacityReport(input, of: .write, meter).added(
      to: [:],
      DynamoDBService.totals(zip(writes.map(\.table.name), units)),
      kind: "Write"
    )
  }

  private static func plan(_ entry: JSON) throws -> PlannedWrite {
    let given = (entry.object ?? [:]).filter { !$0.value.isNull }
    guard given.count == 1, let action = given.first else {
      throw DynamoDBError.validation(
        "TransactItems can only contain one of Check, Put, Update or Delete"
      )
    }
    let part = CallInput(action.value)
    switch action.key {
    case "Put": return try PlannedWrite(put: part)
    case "Delete": return try PlannedWrite(delete: part)
    case "Update": return try PlannedWrite(update: part)
    default: return try PlannedWrite(check: part)
    }
  }

  private static func perform(_ writes: [ItemWrite], in db: Database) throws -> [Double] {
    var units: [Double] = []
    var reasons: [JSON] = []
    var isCancelled = false
    for write in writes {
      do {
        let (old, new) = try write.perform(in: db, wantsOld: true)
        units.append(2 * CapacityReport.writing(old: old, new: new))
        reasons.append(["Code": "None"])
      } catch let error as CloudError {
        isCancelled = true
        reasons.append(reason(error))
      }
    }
    guard isCancelled else { return units }
    let codes = reasons.compactMap { $0["Code"]?.string }.joined(separator: ", ")
    throw CloudError(
      "TransactionCanceledException",
      "Transaction cancelled, please refer cancellation reasons for specific reasons [\(codes)]",
      members: ["CancellationReasons": .array(reasons)]
    )
  }

  private static func reason(_ error: CloudError) -> JSON {
    let code =
      error.code == "ConditionalCheckFailedException"
      ? "ConditionalCheckFailed" : "ValidationError"
    let reason: JSONObject = ["Code": .string(code), "Message": .string(error.message)]
    return .object(reason.merging(error.members))
  }
}

/// The SQL of the tokens that make transactions idempotent.
private enum TokenStore {
  static func isKnown(
    _ token: String,
    _ request: String,
    since: Int64,
    in db: Database
  ) throws -> Bool {
    try db.execute(sql: "DELETE FROM dynamodb_token WHERE used < ?", arguments: [since])
    let known = try String.fetchOne(
      db,
      sql: "SELECT request FROM dynamodb_token WHERE token = ?",
      arguments: [token]
    )
    guard let known else { return false }
    guard known == request else {
      throw CloudError(
        "IdempotentParameterMismatchException",
        "Encountered same token with different transaction parameters"
      )
    }
    return true
  }

  static func add(_ token: String, _ request: String, at now: Int64, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO dynamodb_token (token, request, used) VALUES (?, ?, ?)",
      arguments: [token, request, now]
    )
  }
}
