internal import AWSWire
internal import GRDB
internal import JSONValue

extension LogsService {
  private static let batchBytes = 1_048_576
  private static let batchEvents = 10_000
  private static let dayLength: Int64 = 86_400_000

  /// Writes a batch of events in order of time.
  func putLogEvents(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let groupName = try input.text("logGroupName")
    let stream = try input.text("logStreamName")
    let lines = try lines(input)
    let now = context.now
    let rejected = try await database.write { [appender] db -> JSON? in
      let group = try LogStore.requireGroup(groupName, in: db)
      let sorted = LogsService.sort(lines, now: now, retentionDays: group.retentionDays)
      guard !sorted.accepted.isEmpty else {
        guard try LogStore.stream(stream, of: group.id, in: db) != nil else {
          throw LogsError.streamNotFound
        }
        return sorted.rejected
      }
      let batch = LogBatch(
        group: groupName,
        stream: stream,
        lines: sorted.accepted,
        ingested: now.milliseconds,
        makesMissing: false
      )
      try appender.append([batch], in: db)
      return sorted.rejected
    }
    var output: JSON = ["nextSequenceToken": .string(String(now.milliseconds))]
    if let rejected { output["rejectedLogEventsInfo"] = rejected }
    return output
  }

  private func lines(_ input: CallInput) throws -> [LogLine] {
    let events = input.list("logEvents")
    guard !events.isEmpty else {
      throw input.fault(
        "logEvents",
        "[]",
        "Member must have length greater than or equal to 1"
      )
    }
    guard events.count <= LogsService.batchEvents else {
      throw LogsError.invalid(
        "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member "
          + "must have length less than or equal to 10000"
      )
    }
    var (lines, bytes): ([LogLine], Int) = ([], 0)
    lines.reserveCapacity(events.count)
    for event in events {
      guard let time = event["timestamp"]?.int, let message = event["message"]?.string,
        !message.isEmpty
      else {
        throw LogsError.invalid("Each log event needs a timestamp and a message that is not empty")
      }
      // None below zero, so that the difference of two of them is a number too.
      guard time >= 0 else {
        throw input.fault(
          "logEvents.\(lines.count + 1).member.timestamp",
          String(time),
          "Member must have value greater than or equal to 0"
        )
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
