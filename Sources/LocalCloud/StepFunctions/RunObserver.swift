internal import AWSWire
internal import JSONValue
internal import StatesLanguage

/// Writes what happens in executions to logs and metrics.
struct RunObserver: Sendable {
  /// Takes the lines that a machine's logging configuration asks for.
  let logs: any LogSink
  /// Takes the metrics of `AWS/States`.
  let metrics: any MetricSink

  /// Logs history events as a machine's logging configuration says.
  func recorded(
    _ events: [HistoryEvent],
    of arn: String,
    machine: StoredMachine,
    redriveCount: Int
  ) {
    guard let configuration = machine.body["loggingConfiguration"],
      let level = configuration["level"]?.string, level != "OFF",
      let destination = configuration["destinations"]?[0]?["cloudWatchLogsLogGroup"],
      let group = destination["logGroupArn"]?.string
    else { return }
    let hasData = configuration["includeExecutionData"]?.bool ?? false
    let lines = events.filter { RunObserver.isLogged($0.type, level: level) }.map { event in
      LogLine(
        timestamp: Instant(milliseconds: Int64(event.timestamp)),
        message: RunObserver.line(event, of: arn, hasData: hasData, redriveCount).text()
      )
    }
    guard let first = lines.first else { return }
    let date = CalendarDate(first.timestamp)
    let hour = [date.year, date.month, date.day, date.hour].map { Instant.padded($0, 2) }
    let name = machine.arn.split(separator: ":").last ?? ""
    logs.append(
      lines,
      group: LogGroupName.inARN(group),
      stream: "states/\(name)/\(hour.joined(separator: "-"))/00000000"
    )
  }

  private static func isLogged(_ type: String, level: String) -> Bool {
    switch level {
    case "ALL": true
    case "ERROR":
      type.hasSuffix("Failed") || type.hasSuffix("TimedOut") || type.hasSuffix("Aborted")
    default:
      ["ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"].contains(type)
    }
  }

  private static func line(
    _ event: HistoryEvent,
    of arn: String,
    hasData: Bool,
    _ redriveCount: Int
  ) -> JSON {
    var details = event.details.object ?? [:]
    if !hasData {
      for key in ["input", "output", "parameters"] { details[key] = nil }
    }
    return [
      "id": .string(String(event.id)), "type": .string(event.type), "details": .object(details),
      "redrive_count": .string(String(redriveCount)),
      "previous_event_id": .string(String(event.previousEventId)),
      "event_timestamp": .string(String(event.timestamp)), "execution_arn": .string(arn),
    ]
  }

  /// Counts a start.
  func started(machine: String, at now: Instant) {
    metrics.record([sample("ExecutionsStarted", 1, "Count", machine, now)])
  }

  /// Counts a redrive.
  func redriven(machine: String, at now: Instant) {
    metrics.record([sample("RedrivenExecutions", 1, "Count", machine, now)])
  }

  /// Counts an end and how long the execution took.
  func ended(_ outcome: ExecutionOutcome, machine: String, started: Instant, at now: Instant) {
    let counts: [(name: String, isIt: Bool)] = [
      ("ExecutionsSucceeded", outcome.status == "SUCCEEDED"),
      ("ExecutionsFailed", outcome.status == "FAILED"),
      ("ExecutionsTimedOut", outcome.status == "TIMED_OUT"),
      ("ExecutionsAborted", outcome.status == "ABORTED"),
    ]
    metrics.record(
      counts.map { sample($0.name, $0.isIt ? 1 : 0, "Count", machine, now) }
        + [sample("ExecutionTime", Double(max(0, now - started)), "Milliseconds", machine, now)]
    )
  }

  private func sample(
    _ name: String,
    _ value: Double,
    _ unit: String,
    _ machine: String,
    _ now: Instant
  ) -> MetricSample {
    MetricSample(
      MetricKey(namespace: "AWS/States", name: name, dimensions: ["StateMachineArn": machine]),
      value,
      unit: unit,
      timestamp: now
    )
  }
}
