internal import AWSWire
internal import GRDB
internal import JSONValue

extension LogsService {
  private static let pageBytes = 1_048_576
  /// How many events one page looks at, so that a pattern that matches nothing answers soon.
  private static let scannedAtOnce = 100_000

  /// Finds events of a group that match a pattern, merged over streams in order of time.
  func filterLogEvents(_ input: CallInput) async throws -> JSON {
    let search = try LogSearch(input, group: try groupName(input))
    let page = try await database.read { db in try LogsService.page(search, in: db) }
    var output: JSON = ["events": .array(page.events), "searchedLogStreams": []]
    if let next = page.next { output["nextToken"] = .string(PageToken.make(next.text)) }
    return output
  }

  private static func page(
    _ search: LogSearch,
    in db: Database
  ) throws -> (events: [JSON], next: LogPosition?) {
    let group = try LogStore.requireGroup(search.group, in: db)
    let streams = try search.streamIDs(of: group.id, in: db)
    if let streams, streams.isEmpty { return ([], nil) }
    var names: [Int64: String] = [:]
    var (events, bytes, scanned): ([JSON], Int, Int) = ([], 0, 0)
    var next: LogPosition?
    try LogStore.walk(
      group: group.id,
      from: search.first,
      to: search.last,
      forward: search.isForward,
      in: db
    ) { event in
      guard events.count < search.limit, scanned < scannedAtOnce, bytes < pageBytes else {
        next = event.position
        return false
      }
      scanned += 1
      if let streams, !streams.contains(event.stream) { return true }
      guard search.pattern.matches(event.message) else { return true }
      let size = event.message.utf8.count + LogStore.eventOverhead
      if !events.isEmpty, bytes + size > pageBytes {
        next = event.position
        return false
      }
      bytes += size
      if names[event.stream] == nil { names[event.stream] = try streamName(event.stream, in: db) }
      events.append(wire(event, stream: names[event.stream] ?? ""))
      return true
    }
    return (events, next)
  }

  private static func streamName(_ id: Int64, in db: Database) throws -> String? {
    try String.fetchOne(
      db.cachedStatement(sql: "SELECT name FROM log_stream WHERE id = ?"),
      arguments: [id]
    )
  }

  private static func wire(_ event: StoredEvent, stream: String) -> JSON {
    [
      "logStreamName": .string(stream), "timestamp": JSON(Int(event.position.timestamp)),
      "message": .string(event.message), "ingestionTime": JSON(Int(event.ingested)),
      "eventId": .string(event.position.eventID),
    ]
  }

  /// Reads one stream forwards or backwards from a token.
  func getLogEvents(_ input: CallInput) async throws -> JSON {
    let reading = try StreamReading(input, group: try groupName(input))
    return try await database.read { db in
      let group = try LogStore.requireGroup(reading.group, in: db)
      guard let stream = try LogStore.stream(reading.stream, of: group.id, in: db) else {
        throw LogsError.streamNotFound
      }
      let range = reading.range(of: stream)
      var (events, bytes): ([StoredEvent], Int) = ([], 0)
      if range.first <= range.last {
        try LogStore.walk(
          group: group.id,
          stream: stream.id,
          from: range.first,
          to: range.last,
          forward: reading.isForward,
          in: db
        ) { event in
          guard events.count < reading.limit, bytes < LogsService.pageBytes else { return false }
          bytes += event.message.utf8.count + LogStore.eventOverhead
          events.append(event)
          return true
        }
      }
      return reading.answer(reading.isForward ? events : events.reversed())
    }
  }

  /// Tries a pattern on sample lines.
  func testMetricFilter(_ input: CallInput) throws -> JSON {
    let text = input.text(optional: "filterPattern") ?? ""
    let messages = input.texts("logEventMessages")
    let pattern = try FilterPattern(text, ofMetricFilter: true)
    let matches = messages.enumerated().compactMap {
      offset,
      message -> JSON? in
      guard pattern.matches(message) else { return nil }
      return [
        "eventNumber": JSON(offset + 1), "eventMessage": .string(message),
        "extractedValues": .object(pattern.extractedValues(message)),
      ]
    }
    return ["matches": .array(matches)]
  }
}
