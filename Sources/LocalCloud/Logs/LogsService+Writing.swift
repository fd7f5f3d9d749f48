internal import AWSWire
internal import GRDB
internal import JSONValue

extension LogsService {
  private static let batchBytes = 1_048_576
  private static let dayLength: Int64 = 86_400_000

  /// Writes a batch of events in order of time.
  func putLogEvents(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let groupName = try input.text("logGroupName")
    let stream = try input.text("logStreamName")
    try LogsService.check(group: groupName, input)
    try LogsService.check(stream: stream, input)
    let lines = try lines(input)
    let now = context.now
    let (accepted, rejected) = try await database.write { [appender] db -> ([LogLine], JSON?) in
      let group = try LogStore.requireGroup(groupName, in: db)
      let sorted = LogsService.sort(lines, now: now, retentionDays: group.retentionDays)
      guard !sorted.accepted.isEmpty else {
        guard try LogStore.stream(stream, of: group.id, in: db) != nil else {
          throw LogsError.streamNotFound
        }
        return sorted
      }
      let batch = LogBatch(
        group: groupName,
        stream: stream,
        lines: sorted.accepted,
        ingested: now.milliseconds,
        makesMissing: false
      )
      try appender.append([batch], in: db)
      return sorted
    }
    tails.offer(accepted, group: groupName, stream: stream, ingested: now)
    if metricFilters.take(accepted, group: groupName) {
      // What was recorded is durable with this.
      try await database.write { _ in }
    }
    var output: JSON = ["nextSequenceToken": .string(String(now.milliseconds))]
    if let rejected { output["rejectedLogEventsInfo"] = rejected }
    return output
  }

  private func lines(_ input: CallInput) throws -> [LogLine] {
    let events = input.list("logEvents")
    var (lines, bytes): ([LogLine], Int) = ([], 0)
    lines.reserveCapacity(events.count)
    for (index, event) in events.enumerated() {
      guard let time = event["timestamp"]?.int, time >= 0,
        let message = event["message"]?.string, !message.isEmpty
      else {
        try LogsShapes.checkEvents(input.json)
        throw input.fault("logEvents.\(index + 1).member", event.text(), "Member must be an event")
      }
      bytes += message.utf8.count + LogStore.eventOverhead
      lines.append(LogLine(timestamp: Instant(milliseconds: Int64(time)), message: message))
    }
    guard bytes <= LogsService.batchBytes else {
      throw LogsError.invalid("Upload too large: \(bytes) bytes exceeds limit of 1048576")
    }
    guard zip(lines, lines.dropFirst()).allSatisfy({ $0.timestamp <= $1.timestamp }) else {
      throw LogsError.invalid(
        "Log events in a single PutLogEvents request must be in "
          + "chronological order."
      )
    }
    if let first = lines.first, let last = lines.last,
      last.timestamp - first.timestamp > LogsService.dayLength
    {
      throw LogsError.invalid(
        "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
      )
    }
    return lines
  }

  /// Sets apart what is too new, too old or past the group's retention.
  private static func sort(
    _ lines: [LogLine],
    now: Instant,
    retentionDays: Int?
  ) -> (accepted: [LogLine], rejected: JSON?) {
    let tooOld = now + -14 * dayLength
    let expired = retentionDays.map { now + -Int64($0) * dayLength }
    let tooNew = now + 7_200_000
    let oldEnd = lines.prefix { $0.timestamp < tooOld }.count
    let expiredEnd = expired.map { limit in lines.prefix { $0.timestamp < limit }.count } ?? 0
    let newStart = lines.firstIndex { $0.timestamp > tooNew } ?? lines.count
    var rejected: JSONObject = [:]
    if newStart < lines.count { rejected["tooNewLogEventStartIndex"] = JSON(newStart) }
    if oldEnd > 0 { rejected["tooOldLogEventEndIndex"] = JSON(oldEnd) }
    if expiredEnd > oldEnd { rejected["expiredLogEventEndIndex"] = JSON(expiredEnd) }
    let start = min(max(oldEnd, expiredEnd), newStart)
    return (Array(lines[start..<newStart]), rejected.isEmpty ? nil : .object(rejected))
  }
}
