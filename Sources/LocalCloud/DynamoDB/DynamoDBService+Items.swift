internal import GRDB
internal import JSONValue

extension DynamoDBService {
  /// Reads one item.
  func getItem(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.getItem.check(input.json)
    let read = try PlannedRead(input)
    let table = try table(of: input)
    let key = try table.storageKey(ofKey: read.key)
    try table.checkNesting(read.projection?.paths ?? [])
    let item = try database.lookUp { db in try ItemStore.item(key, of: table, in: db) }
    return CapacityReport(input, of: .read, meter).added(
      to: item.map { ["Item": read.projection?.apply(to: $0) ?? $0] } ?? [:],
      table.name,
      CapacityReport.reading(
        item.map(ItemSize.bytes) ?? 0,
        isConsistent: input.bool("ConsistentRead") ?? false
      )
    )
  }

  /// Writes one item whole.
  func putItem(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.putItem.check(input.json)
    return try await write(try PlannedWrite(put: input), input)
  }

  /// Removes one item.
  func deleteItem(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.deleteItem.check(input.json)
    return try await write(try PlannedWrite(delete: input), input)
  }

  /// Changes attributes of one item, which is made where it is missing.
  func updateItem(_ input: CallInput) async throws -> JSON {
    try DynamoDBShapes.updateItem.check(input.json)
    return try await write(try PlannedWrite(update: input), input)
  }

  private func write(_ plan: PlannedWrite, _ input: CallInput) async throws -> JSON {
    let table = try table(of: input)
    let write = try plan.on(table)
    let report = CapacityReport(input, of: .write, meter)
    let returned = input.text(optional: "ReturnValues") ?? "NONE"
    let wantsOld = returned == "ALL_OLD" || report.isWanted
    let (old, new) = try await database.write { db in
      try TableStore.demand([table], in: db)
      return try write.perform(in: db, wantsOld: wantsOld)
    }
    let shown = DynamoDBService.shown(returned, plan.change, old: old, new: new)
    return report.added(
      to: shown.map { ["Attributes": $0] } ?? [:],
      table.name,
      CapacityReport.writing(old: old, new: new)
    )
  }

  private static func shown(
    _ returned: String,
    _ change: PlannedWrite.Change,
    old: JSON?,
    new: JSON?
  ) -> JSON? {
    let whole = returned.hasSuffix("OLD") ? old : new
    guard returned != "NONE", let whole else { return nil }
    guard returned.hasPrefix("UPDATED"), case .update(_, let update) = change else { return whole }
    let part = Projection(paths: update.paths).apply(to: whole)
    if part.object?.isEmpty == true { return Optional.none }
    return part
  }

  /// The table that an input names.
  ///
  /// - Throws: `CloudError` where there is none.
  func table(of input: CallInput) throws -> TableSchema {
    try tables.table(input.text(optional: "TableName") ?? "")
  }
}
