internal import JSONValue

/// What `GetLogEvents` was asked for, and where its tokens point.
struct StreamReading: Sendable {
  /// The log group's name.
  let group: String
  /// The log stream's name in its group.
  let stream: String
  /// The most events that a page gives, up to 10,000.
  let limit: Int
  /// Whether the oldest events are wanted first.
  let isForward: Bool
  private let start: Int64
  /// Excluded.
  private let end: Int64
  /// Where the token stands, which is the last event that was given out.
  private let mark: LogPosition?

  /// Reads an input.
  ///
  /// - Throws: `CloudError` as `GetLogEvents` answers.
  init(_ input: CallInput, group: String) throws {
    self.group = group
    stream = try input.text("logStreamName")
    limit = try input.int("limit", in: 1...10_000) ?? 10_000
    start = Int64(try input.int("startTime", in: 0...Int.max) ?? 0)
    end = Int64(try input.int("endTime", in: 0...Int.max) ?? Int.max)
    guard let token = input.text(optional: "nextToken") else {
      (isForward, mark) = (input.bool("startFromHead") ?? false, nil)
      return
    }
    guard token.hasPrefix("f/") || token.hasPrefix("b/"),
      let position = PageToken.position(String(token.dropFirst(2))).flatMap({ LogPosition($0) })
    else { throw LogsError.invalidToken }
    (isForward, mark) = (token.hasPrefix("f/"), position)
  }

  /// The positions to read between, both included.
  func range(of stream: StoredStream) -> (first: LogPosition, last: LogPosition) {
    var first = LogPosition(timestamp: max(start, stream.firstEvent ?? 0), sequence: 0)
    let newest = stream.lastEvent ?? -1
    var last = LogPosition(timestamp: min(end - 1, newest), sequence: Int64.max)
    if let mark, isForward {
      first = max(first, LogPosition(timestamp: mark.timestamp, sequence: mark.sequence + 1))
    } else if let mark {
      last = min(last, LogPosition(timestamp: mark.timestamp, sequence: mark.sequence - 1))
    }
    return (first, last)
  }

  /// The answer; where there are no events the tokens stay where they were.
  func answer(_ events: [StoredEvent]) -> JSON {
    let rest = mark ?? LogPosition(timestamp: start, sequence: 0)
    let newest = events.last?.position ?? rest
    let oldest = events.first?.position ?? rest
    return [
      "events": .array(
        events.map { event in
          [
            "timestamp": JSON(Int(event.position.timestamp)), "message": .string(event.message),
            "ingestionTime": JSON(Int(event.ingested)),
          ]
        }
      ),
      "nextForwardToken": .string("f/" + PageToken.make(newest.text)),
      "nextBackwardToken": .string("b/" + PageToken.make(oldest.text)),
    ]
  }
}
