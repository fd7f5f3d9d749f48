internal import GRDB
internal import JSONValue

/// A walk through the items of a table, or of one partition of it, in the order of their keys.
struct ItemWalk: Sendable {
  /// The table that is walked through.
  let table: TableSchema
  /// The partition and the bounds in it; `nil` for the whole table.
  let range: KeyRange?
  /// The key that the walk begins after.
  let start: StorageKey?
  /// Whether range keys ascend; heeded only in one partition, as a whole table is walked upwards.
  var isForward = true
  /// Which part of the partitions is walked through.
  var segment: (index: Int, of: Int)?

  /// Makes a walk that begins after a key.
  init(table: TableSchema, range: KeyRange?, after start: StorageKey?) {
    (self.table, self.range, self.start) = (table, range, start)
  }

  /// Whether a partition belongs to segment `index` of `count`.
  static func isIn(_ hash: [UInt8], _ index: Int, of count: Int) -> Bool {
    // FNV-1a spreads partitions evenly whatever their keys look like.
    let digest = hash.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { sum, byte in
      (sum ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return (digest ^ digest >> 32) % UInt64(count) == UInt64(index)
  }

  /// Visits items until `visit` answers `false`.
  ///
  /// - Throws: what `visit` throws.
  func run(in db: Database, visit: (JSON) throws -> Bool) throws {
    let (sql, arguments) = statement
    let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    while let row = try rows.next() {
      if let segment {
        let hash: StorageBytes = row[1]
        guard ItemWalk.isIn(hash.bytes, segment.index, of: segment.of) else { continue }
      }
      guard try visit(try JSON(parsing: row[0] as String)) else { return }
    }
  }

  private var statement: (String, StatementArguments) {
    var sql = "SELECT item, hash FROM dynamodb_item WHERE table_id = ?"
    var arguments: StatementArguments = [table.id]
    guard let range else {
      if let start {
        sql += " AND (hash, range) > (?, ?)"
        arguments += [start.hash.data, (start.range ?? []).data]
      }
      return (sql + " ORDER BY hash, range", arguments)
    }
    sql += " AND hash = ?"
    arguments += [range.hash.data]
    if let lower = range.lower {
      sql += " AND range \(lower.isInclusive ? ">=" : ">") ?"
      arguments += [lower.bytes.data]
    }
    if let upper = range.upper {
      sql += " AND range \(upper.isInclusive ? "<=" : "<") ?"
      arguments += [upper.bytes.data]
    }
    if let start {
      sql += " AND range \(isForward ? ">" : "<") ?"
      arguments += [(start.range ?? []).data]
    }
    return (sql + " ORDER BY range \(isForward ? "ASC" : "DESC")", arguments)
  }
}
