internal import AWSWire
internal import DashboardRuntime
internal import JSONValue
internal import Terminal

extension RecordingSummary {
  /// The summary as `--json` tells it.
  func json(path: String) -> JSON {
    [
      "path": .string(path), "version": .string(version), "context": .string(context),
      "startedAt": .string(startedAt.iso8601), "durationMs": JSON(Int(durationMilliseconds)),
      "columns": JSON(size.columns), "rows": JSON(size.rows), "events": JSON(eventCount),
      "isWhole": .bool(isWhole),
      "alarms": .array(
        alarms.map { name, milliseconds in
          [
            "name": .string(name), "at": .string((startedAt + milliseconds).iso8601),
            "atMs": JSON(Int(milliseconds)),
          ]
        }
      ),
      "errors": JSON(troubles.count - alarms.count),
    ]
  }

  /// The summary in lines for people.
  func lines(path: String) -> [SafeText] {
    var lines = [
      "recording  \(path)", "by         rollcall \(version), context \(context)",
      "begun      \(startedAt.iso8601)", "length     \(ReplayClock.length(durationMilliseconds))",
      "size       \(size.columns)×\(size.rows)", "events     \(eventCount)",
      "errors     \(troubles.count - alarms.count)",
    ]
    if !isWhole { lines.append("end        none: it is still being written, or was cut off") }
    lines += alarms.map { "red        \($0)  at \(ReplayClock.length($1))" }
    return lines.map { SafeText($0) }
  }

  /// The alarms that went to ALARM, and when.
  private var alarms: [(name: String, milliseconds: Int64)] {
    troubles.compactMap { trouble in
      guard case .alarm(let name) = trouble.kind else { return nil }
      return (name, trouble.milliseconds)
    }
  }
}
