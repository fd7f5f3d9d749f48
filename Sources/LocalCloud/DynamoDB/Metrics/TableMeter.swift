internal import AWSWire
internal import JSONValue
internal import Synchronization

/// Counts what is asked of tables, and hands that on as metrics every second.
///
/// A call costs two look-ups in a table in memory. Samples that are equal, or nearly so, are kept as
/// one value and how often it came.
package final class TableMeter: Sendable {
  /// How long counts are gathered, in milliseconds.
  private static let span: Int64 = 1000
  private static let key = "dynamodb.metrics"

  private enum Metric: String, Hashable {
    case readUnits = "ConsumedReadCapacityUnits"
    case writeUnits = "ConsumedWriteCapacityUnits"
    case latency = "SuccessfulRequestLatency"
    case returned = "ReturnedItemCount"
    case conditionFailed = "ConditionalCheckFailedRequests"
    case userErrors = "UserErrors"
    case systemErrors = "SystemErrors"
  }

  private struct Slot: Hashable {
    let metric: Metric
    let table: String
    let operation: String
    /// Minutes since the epoch.
    let minute: Int64
  }

  private let timer: any CloudTimer
  private let sink: any MetricSink
  private let stopwatch: Stopwatch
  private let counts = Mutex<[Slot: [Double: Int]]>([:])

  /// Makes a meter that records into `sink`.
  package init(sink: any MetricSink, timer: any CloudTimer, stopwatch: Stopwatch) {
    (self.sink, self.timer, self.stopwatch) = (sink, timer, stopwatch)
  }

  /// A reading to tell later how long a call took.
  var reading: Double { stopwatch.milliseconds }

  /// Counts the capacity that a call took of a table.
  func consume(_ use: CapacityReport.Use, of table: String, _ units: Double) {
    note([(use == .read ? .readUnits : .writeUnits, table, "", units)])
  }

  /// Counts a call that succeeded and began at the reading `begun`.
  func succeeded(_ operation: String, _ input: JSON, _ output: JSON, since begun: Double) {
    guard let table = input["TableName"]?.string, TableMeter.timed.contains(operation) else {
      return
    }
    let latency = (reading - begun).inHundredths
    guard let count = output["Count"]?.double else {
      return note([(.latency, table, operation, latency)])
    }
    note([(.latency, table, operation, latency), (.returned, table, operation, count)])
  }

  /// The operations whose latency is told.
  private static let timed: Set<String> = [
    "GetItem", "PutItem", "DeleteItem", "UpdateItem", "Query", "Scan",
  ]

  /// Counts a call that was refused.
  func failed(_ operation: String, _ input: JSON, _ error: any Error) {
    let table = input["TableName"]?.string ?? ""
    switch error as? CloudError {
    case let error? where error.code == "ConditionalCheckFailedException":
      note([(.conditionFailed, table, "", 1)])
    case let error? where error.status < 500: note([(.userErrors, "", "", 1)])
    default: note([(.systemErrors, table, operation, 1)])
    }
  }

  private func note(_ values: [(metric: Metric, table: String, operation: String, value: Double)]) {
    let now = timer.now
    let minute = now.milliseconds / 60_000
    let isFirst = counts.withLock { counts in
      let isFirst = counts.isEmpty
      for (metric, table, operation, value) in values {
        let slot = Slot(metric: metric, table: table, operation: operation, minute: minute)
        counts[slot, default: [:]][value, default: 0] += 1
      }
      return isFirst
    }
    guard isFirst else { return }
    timer.schedule(TableMeter.key, at: now + TableMeter.span) { [weak self] in self?.handOn() }
  }

  /// Records what was counted.
  func handOn() {
    let taken = counts.withLock { counts in
      defer { counts = [:] }
      return counts
    }
    for (slot, values) in taken {
      var dimensions: [String: String] = [:]
      if !slot.table.isEmpty { dimensions["TableName"] = slot.table }
      if !slot.operation.isEmpty { dimensions["Operation"] = slot.operation }
      let key = MetricKey(
        namespace: "AWS/DynamoDB",
        name: slot.metric.rawValue,
        dimensions: dimensions
      )
      let unit = slot.metric == .latency ? "Milliseconds" : "Count"
      let moment = Instant(milliseconds: slot.minute * 60_000)
      sink.record(
        values.map { value, count in
          MetricSample(key, value, unit: unit, timestamp: moment, count: count)
        }
      )
    }
  }
}
