internal import FoundationEssentials
internal import GRDB

/// Where an event lies in its group.
struct LogPosition: Hashable, Comparable, Sendable {
  /// Milliseconds since the epoch.
  let timestamp: Int64
  /// The order of arrival.
  let sequence: Int64

  /// Orders by time, then arrival.
  static func < (left: LogPosition, right: LogPosition) -> Bool {
    (left.timestamp, left.sequence) < (right.timestamp, right.sequence)
  }

  /// The position as the id of its event: 56 digits.
  var eventID: String {
    String(unsafeUninitializedCapacity: 56) { buffer in
      var (time, number) = (timestamp.magnitude, sequence.magnitude)
      for place in buffer.indices.prefix(56).reversed() {
        let digit = place < 20 ? time % 10 : number % 10
        if place < 20 { time /= 10 } else { number /= 10 }
        buffer[place] = UInt8(ascii: "0") + UInt8(digit)
      }
      return 56
    }
  }

  /// The position as text in tokens.
  var text: String { "\(timestamp):\(sequence)" }

  /// Makes a position.
  init(timestamp: Int64, sequence: Int64) {
    (self.timestamp, self.sequence) = (timestamp, sequence)
  }

  /// Reads what `text` gave.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":").compactMap { Int64($0) }
    guard parts.count == 2, parts[0] >= 0, (0..<Int64.max).contains(parts[1]) else { return nil }
    self.init(timestamp: parts[0], sequence: parts[1])
  }
}

/// An event as it is stored.
struct StoredEvent: Sendable {
  /// Where it lies among all events of its group.
  let position: LogPosition
  /// The row id of its stream.
  let stream: Int64
  /// When it was taken in, in milliseconds since the epoch.
  let ingested: Int64
  /// The line's text; bytes that are no UTF-8 are replaced.
  let message: String
}

extension LogStore {
  /// Walks events between two positions, both included, until `visit` answers `false`; where a stream
  /// is given, only its.
  static func walk(
    group: Int64,
    stream: Int64? = nil,
    from first: LogPosition,
    to last: LogPosition,
    forward: Bool,
    in db: Database,
    visit: (StoredEvent) throws -> Bool
  ) throws {
    let order = forward ? "ASC" : "DESC"
    let statement = try db.cachedStatement(
      sql: """
        SELECT timestamp, sequence, stream_id, ingested, message FROM log_event
        WHERE group_id = ?1 AND (timestamp, sequence) >= (?2, ?3)
          AND (timestamp, sequence) <= (?4, ?5) AND (?6 IS NULL OR stream_id = ?6)
        ORDER BY timestamp \(order), sequence \(order)
        """
    )
    let rows = try Row.fetchCursor(
      statement,
      arguments: [
        group, first.timestamp, first.sequence, last.timestamp, last.sequence, stream,
      ]
    )
    while let row = try rows.next() {
      let event = StoredEvent(
        position: LogPosition(timestamp: row[0], sequence: row[1]),
        stream: row[2],
        ingested: row[3],
        message: try row.withUnsafeData(atIndex: 4) {
          String(decoding: $0 ?? Data(), as: UTF8.self)
        }
      )
      guard try visit(event) else { return }
    }
  }

  /// When the oldest event of a group was; `nil` where there is none.
  static func oldestEvent(of group: Int64, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "SELECT min(timestamp) FROM log_event WHERE group_id = ?"),
      arguments: [group]
    )
  }

  /// Removes the events of a group that are older than `time`, at most `limit` of them.
  static func trim(
    group: Int64,
    before time: Int64,
    limit: Int,
    in db: Database
  ) throws -> Int {
    let bytes = try Int.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT ifnull(sum(length(CAST(message AS BLOB)) + \(eventOverhead)), 0) FROM (
            SELECT message FROM log_event WHERE group_id = ?1 AND timestamp < ?2
            ORDER BY timestamp, sequence LIMIT ?3)
          """
      ),
      arguments: [group, time, limit]
    )
    try discount(bytes ?? 0, of: group, in: db)
    try db.execute(
      sql: """
        DELETE FROM log_event WHERE group_id = ?1 AND (timestamp, sequence) IN (
          SELECT timestamp, sequence FROM log_event WHERE group_id = ?1 AND timestamp < ?2
          ORDER BY timestamp, sequence LIMIT ?3)
        """,
      arguments: [group, time, limit]
    )
    return db.changesCount
  }

  /// Removes a stream with its events.
  static func remove(stream: Int64, of group: Int64, in db: Database) throws {
    let bytes = try Int.fetchOne(
      db,
      sql: """
        SELECT ifnull(sum(length(CAST(message AS BLOB)) + \(eventOverhead)), 0) FROM log_event
        WHERE group_id = ? AND stream_id = ?
        """,
      arguments: [group, stream]
    )
    try discount(bytes ?? 0, of: group, in: db)
    try db.execute(
      sql: "DELETE FROM log_event WHERE group_id = ? AND stream_id = ?",
      arguments: [group, stream]
    )
    try db.execute(sql: "DELETE FROM log_stream WHERE id = ?", arguments: [stream])
  }

  /// Takes what is removed off a group's stored bytes.
  private static func discount(_ bytes: Int, of group: Int64, in db: Database) throws {
    try db.execute(
      sql: "UPDATE log_group SET bytes = max(0, bytes - ?) WHERE id = ?",
      arguments: [bytes, group]
    )
  }
}
