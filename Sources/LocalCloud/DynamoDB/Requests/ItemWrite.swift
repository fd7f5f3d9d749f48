internal import GRDB
internal import JSONValue

/// A write of one item that is ready to be carried out.
struct ItemWrite: Sendable {
  /// The schema of the table that is written to.
  let table: TableSchema
  /// Where in the table the item lies.
  let key: StorageKey
  /// What is done there once the condition holds.
  let change: PlannedWrite.Change
  /// What the item must meet as it is; `nil` for nothing.
  let condition: ConditionExpression?
  /// Whether the refusal by the condition shows the item as it is.
  let showsOldOnFailure: Bool

  /// Whether the item must be read before it is written.
  var needsOld: Bool {
    switch change {
    case .put, .delete: condition != nil
    case .update, .check: true
    }
  }

  /// Carries the write out.
  ///
  /// - Parameters:
  ///   - db: the database, in a transaction.
  ///   - wantsOld: whether the caller wants the item as it was.
  /// - Returns: the item as it was, and as it is now.
  /// - Throws: `CloudError` where the condition does not hold or the update does not fit the item.
  func perform(in db: Database, wantsOld: Bool) throws -> (old: JSON?, new: JSON?) {
    let old = wantsOld || needsOld ? try ItemStore.item(key, of: table, in: db) : nil
    if let condition, try !condition.holds(of: old ?? [:]) {
      throw DynamoDBError.conditionFailed(item: showsOldOnFailure ? old : nil)
    }
    switch change {
    case .put(let item):
      try ItemStore.put(item, key, of: table, in: db)
      return (old, item)
    case .delete:
      try ItemStore.remove(key, of: table, in: db)
      return (old, nil)
    case .update(let attributes, let update):
      let new = try AttributeValue.checked(item: try update.apply(to: old ?? attributes))
      guard ItemSize.bytes(of: new) <= ItemSize.limit else {
        throw DynamoDBError.validation(
          "Item size to update has exceeded the maximum allowed size"
        )
      }
      try ItemStore.put(new, key, of: table, in: db)
      return (old, new)
    case .check: return (old, old)
    }
  }
}
