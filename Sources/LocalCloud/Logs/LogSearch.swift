internal import GRDB
internal import JSONValue

/// What `FilterLogEvents` was asked for.
struct LogSearch: Sendable {
  /// The log group's name.
  let group: String
  /// What lines must match.
  let pattern: FilterPattern
  /// The oldest position to look at, itself included.
  let first: LogPosition
  /// The newest position to look at, itself included.
  let last: LogPosition
  /// Whether the oldest events come first.
  let isForward: Bool
  /// The most events that a page gives, up to 10,000.
  let limit: Int
  private static let mostStreams = 100
  private let streamNames: [String]
  private let streamPrefix: String?

  /// Reads an input.
  ///
  /// - Throws: `CloudError` as `FilterLogEvents` answers.
  init(_ input: CallInput, group: String) throws {
    self.group = group
    pattern = try FilterPattern(input.text(optional: "filterPattern") ?? "")
    limit = try input.int("limit", in: 1...10_000) ?? 10_000
    streamNames = input.texts("logStreamNames")
    streamPrefix = input.text(optional: "logStreamNamePrefix")
    guard streamNames.count <= LogSearch.mostStreams else {
      throw input.fault(
        "logStreamNames",
        "[\(streamNames.joined(separator: ", "))]",
        "Member must have length less than or equal to \(LogSearch.mostStreams)"
      )
    }
    if !streamNames.isEmpty, streamPrefix != nil {
      throw LogsError.invalid(
        "logStreamNamePrefix and logStreamNames are mutually exclusive parameters."
      )
    }
    isForward = input.bool("startFromHead") ?? true
    let start = try input.int("startTime", in: 0...Int.max) ?? 0
    let end = try input.int("endTime", in: 0...Int.max) ?? Int.max
    guard start <= end else {
      throw LogsError.invalid("startTime cannot be greater than endTime.")
    }
    var first = LogPosition(timestamp: Int64(start), sequence: 0)
    var last = LogPosition(timestamp: Int64(end), sequence: Int64.max)
    if let token = input.text(optional: "nextToken") {
      guard let position = PageToken.position(token).flatMap({ LogPosition($0) }) else {
        throw LogsError.invalidToken
      }
      if isForward { first = position } else { last = position }
    }
    (self.first, self.last) = (first, last)
  }

  /// The streams to look at; `nil` for all.
  func streamIDs(of group: Int64, in db: Database) throws -> Set<Int64>? {
    if let streamPrefix {
      let rows = try Row.fetchAll(
        db,
        sql: "SELECT id, name FROM log_stream WHERE group_id = ?",
        arguments: [group]
      )
      return Set(
        rows.compactMap { (row: Row) -> Int64? in
          (row[1] as String).hasPrefix(streamPrefix) ? row[0] : nil
        }
      )
    }
    guard !streamNames.isEmpty else { return nil }
    return Set(
      try streamNames.map { name in
        guard let stream = try LogStore.stream(name, of: group, in: db) else {
          throw LogsError.streamNotFound
        }
        return stream.id
      }
    )
  }
}
