internal import AWSWire
internal import GRDB
internal import Synchronization

/// Appends batches of lines, several in one write, and remembers which rows their streams are.
///
/// What is remembered counts only while the rows still have the names: rows can be deleted, and a
/// write that made them can be undone, so each use of an id asks for the name as well.
final class LogAppender: Sendable {
  /// The most streams that are remembered.
  private static let mostKept = 4096

  private struct Name: Hashable {
    let group: String
    let stream: String
  }

  private struct Place {
    let group: Int64
    let stream: Int64
  }

  /// What a write adds to one stream.
  private struct Addition {
    let name: Name
    let makesMissing: Bool
    var ingested: Int64
    var bytes = 0
    var oldest = Int64.max
    var newest = Int64.min
    /// The batches, each with how many lines of all streams came before it.
    var batches: [(batch: LogBatch, offset: Int64)] = []

    init(_ name: Name, _ batch: LogBatch) {
      self.name = name
      (makesMissing, ingested) = (batch.makesMissing, batch.ingested)
    }

    mutating func add(_ batch: LogBatch, offset: Int64) {
      batches.append((batch, offset))
      for line in batch.lines {
        let time = line.timestamp.milliseconds
        bytes += line.message.utf8.count + LogStore.eventOverhead
        (oldest, newest) = (min(oldest, time), max(newest, time))
      }
      ingested = max(ingested, batch.ingested)
    }
  }

  private let known = Mutex<[Name: Place]>([:])

  /// Appends batches; events are numbered in the order in which they are given.
  ///
  /// - Throws: `CloudError` where a group or stream is missing and is not to be made.
  func append(_ batches: [LogBatch], in db: Database) throws {
    var additions: [Addition] = []
    var numbers: [Name: Int] = [:]
    var count: Int64 = 0
    for batch in batches {
      let name = Name(group: batch.group, stream: batch.stream)
      let number = numbers[name] ?? additions.count
      if number == additions.count {
        numbers[name] = number
        additions.append(Addition(name, batch))
      }
      additions[number].add(batch, offset: count)
      count += Int64(batch.lines.count)
    }
    let next = try Int64.fetchOne(
      db.cachedStatement(sql: "UPDATE log_sequence SET next = next + ? RETURNING next"),
      arguments: [count]
    )
    let first = (next ?? 0) - count
    let insertion = try EventInsertion(in: db)
    for addition in additions {
      let place = try account(addition, in: db)
      for (batch, offset) in addition.batches {
        try insertion.insert(
          batch.lines,
          group: place.group,
          stream: place.stream,
          first: first + offset,
          ingested: batch.ingested
        )
      }
    }
  }

  /// Counts an addition at its group and stream, and answers which rows those are.
  private func account(_ addition: Addition, in db: Database) throws -> Place {
    let name = addition.name
    if let place = known.withLock({ $0[name] }), try count(addition, at: place, in: db) {
      return place
    }
    let place = try find(addition, in: db)
    _ = try count(addition, at: place, in: db)
    known.withLock { known in
      if known.count >= LogAppender.mostKept { known = [:] }
      known[name] = place
    }
    return place
  }

  /// Updates the rows of a group and a stream; `false`, and nothing is changed, where they are others.
  private func count(_ addition: Addition, at place: Place, in db: Database) throws -> Bool {
    try db.cachedStatement(
      sql: """
        UPDATE log_stream SET first_event = min(ifnull(first_event, ?1), ?1),
          last_event = max(ifnull(last_event, ?2), ?2), last_ingestion = ?3
        WHERE id = ?4 AND name = ?5 AND group_id = ?6
          AND EXISTS (SELECT 1 FROM log_group WHERE id = ?6 AND name = ?7)
        """
    ).execute(arguments: [
      addition.oldest, addition.newest, addition.ingested, place.stream, addition.name.stream,
      place.group, addition.name.group,
    ])
    guard db.changesCount == 1 else { return false }
    try db.cachedStatement(sql: "UPDATE log_group SET bytes = bytes + ? WHERE id = ?")
      .execute(arguments: [addition.bytes, place.group])
    return true
  }

  private func find(_ addition: Addition, in db: Database) throws -> Place {
    let (name, created) = (addition.name, addition.ingested)
    let group: Int64
    if let found = try LogStore.group(name.group, in: db) {
      group = found.id
    } else if addition.makesMissing {
      group = try LogStore.makeGroup(name.group, created: created, in: db)
    } else {
      throw LogsError.groupNotFound
    }
    if let found = try LogStore.stream(name.stream, of: group, in: db) {
      return Place(group: group, stream: found.id)
    }
    guard addition.makesMissing else { throw LogsError.streamNotFound }
    let stream = try LogStore.makeStream(name.stream, of: group, created: created, in: db)
    return Place(group: group, stream: stream)
  }
}
