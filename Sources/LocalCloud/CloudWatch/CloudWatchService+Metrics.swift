internal import AWSWire
internal import GRDB
internal import JSONValue

extension CloudWatchService {
  private static let minute: Int64 = 60_000
  /// How long alarms' histories are kept, in milliseconds: 30 days.
  private static let historyKept: Int64 = 30 * 86_400_000
  /// How long minutes are kept: 15 days, as on AWS.
  private static let kept: Int64 = 15 * 24 * 60

  /// Takes samples from an input in; they are durable when this returns.
  func putMetricData(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    guard let namespace = input.text(optional: "Namespace"), !namespace.isEmpty else {
      throw CloudWatchError.missing("Namespace")
    }
    guard !namespace.hasPrefix("AWS/") else {
      throw CloudWatchError.invalid(
        "The value AWS/ for parameter Namespace is invalid. Namespaces with the prefix AWS/ are "
          + "reserved."
      )
    }
    let data = input.list("MetricData")
    guard !data.isEmpty else { throw CloudWatchError.missing("MetricData") }
    guard data.count <= 1000 else {
      throw CloudWatchError.invalid(
        "The collection MetricData must not have a size greater than "
          + "1000."
      )
    }
    var batch: [(slot: MetricIntake.Slot, statistics: MetricStatistics)] = []
    var keys: [MetricKey] = []
    for datum in data {
      let part = CallInput(datum)
      let key = try MetricKey(part, namespace: namespace)
      let time = part.moment("Timestamp") ?? context.now
      let unit = part.text(optional: "Unit") ?? "None"
      let slot = MetricIntake.Slot(
        metric: key,
        minute: time.milliseconds / CloudWatchService.minute,
        unit: unit
      )
      batch.append((slot, try statistics(part)))
      keys.append(key)
    }
    intake.add(batch)
    // What was posted before this write is durable with it.
    try await database.write { _ in }
    prompt(alarmsOn: keys)
    return [:]
  }

  private func statistics(_ datum: CallInput) throws -> MetricStatistics {
    if let value = datum.double("Value") { return MetricStatistics(value) }
    if let set = datum.json["StatisticValues"].map({ CallInput($0) }),
      let count = set.double("SampleCount"), let sum = set.double("Sum"),
      let low = set.double("Minimum"), let high = set.double("Maximum")
    {
      return MetricStatistics(count: count, sum: sum, minimum: low, maximum: high)
    }
    let values = datum.list("Values").compactMap { $0.double ?? $0.string.flatMap(Double.init) }
    let counts = datum.list("Counts").compactMap { $0.double ?? $0.string.flatMap(Double.init) }
    guard let first = values.first, counts.isEmpty || counts.count == values.count else {
      throw CloudWatchError.missing("MetricData.member.1.Value")
    }
    var merged = MetricStatistics(count: 0, sum: 0, minimum: first, maximum: first)
    for (index, value) in values.enumerated() {
      let count = counts.isEmpty ? 1 : counts[index]
      merged.merge(
        MetricStatistics(count: count, sum: value * count, minimum: value, maximum: value)
      )
    }
    return merged
  }

  /// Reads statistics of several metrics.
  func metricData(_ input: CallInput) async throws -> JSON {
    let span = try MetricSpan(input, period: 60)
    let isDescending = input.text(optional: "ScanBy") != "TimestampAscending"
    let queries = input.list("MetricDataQueries")
    guard !queries.isEmpty else { throw CloudWatchError.missing("MetricDataQueries") }
    var results: [JSON] = []
    for query in queries {
      guard let id = query["Id"]?.string, let stat = query["MetricStat"] else {
        throw input.fault(
          "Error in expression '\(query["Id"]?.string ?? "")': metric math is not supported by "
            + "the local cloud"
        )
      }
      if query["ReturnData"]?.bool == false { continue }
      let key = try MetricKey(CallInput(stat["Metric"] ?? [:]))
      let period = try span.with(period: CallInput(stat).int("Period", in: 1...86_400) ?? 60)
      let name = stat["Stat"]?.string ?? ""
      guard MetricStatistics.names.contains(name) else {
        throw input.fault("The value \(name) for parameter Stat is not supported.")
      }
      let found = try await periods(key, period)
      let sorted = found.sorted { isDescending ? $0.key > $1.key : $0.key < $1.key }
      results.append([
        "Id": .string(id), "Label": query["Label"] ?? .string(key.name),
        "Timestamps": .array(
          sorted.map { Instant(milliseconds: $0.key * CloudWatchService.minute).wire }
        ),
        "Values": .array(sorted.map { JSON($0.value.value(name)) }), "StatusCode": "Complete",
      ])
    }
    return ["MetricDataResults": .array(results), "Messages": []]
  }

  private func periods(
    _ key: MetricKey,
    _ span: MetricSpan
  ) async throws -> [Int64: MetricStatistics] {
    try await database.read { db in
      guard let id = try MetricStore.id(of: key, in: db) else { return [:] }
      return try MetricStore.periods(
        of: id,
        from: span.start,
        to: span.end,
        period: span.period,
        in: db
      )
    }
  }

  /// Reads statistics of one metric.
  func metricStatistics(_ input: CallInput) async throws -> JSON {
    let key = try MetricKey(input)
    guard let seconds = try input.int("Period", in: 1...86_400 * 30) else {
      throw CloudWatchError.missing("Period")
    }
    let span = try MetricSpan(input, period: seconds)
    let names = input.texts("Statistics")
    guard !names.isEmpty else {
      throw CloudWatchError.combination(
        "At least one of the parameters Statistics and ExtendedStatistics must be specified."
      )
    }
    guard names.allSatisfy(MetricStatistics.names.contains) else {
      throw CloudWatchError.invalid("The parameter Statistics has an unknown member.")
    }
    let unit = try await database.read { db in
      try MetricStore.all(in: db).first { $0.key == key }?.unit ?? "None"
    }
    let points = try await periods(key, span).sorted { $0.key < $1.key }.map { start, found in
      var point: JSONObject = [
        "Timestamp": Instant(milliseconds: start * CloudWatchService.minute).wire,
        "Unit": .string(unit),
      ]
      for name in names { point[name] = JSON(found.value(name)) }
      return JSON.object(point)
    }
    return ["Label": .string(key.name), "Datapoints": .array(points)]
  }

  /// Lists the metrics that are known, a page at a time.
  func listMetrics(_ input: CallInput) async throws -> JSON {
    let namespace = input.text(optional: "Namespace")
    let name = input.text(optional: "MetricName")
    let filters = input.list("Dimensions")
    let found = try await database.read { db in try MetricStore.all(in: db) }.filter { metric in
      guard namespace.map({ metric.key.namespace == $0 }) ?? true,
        name.map({ metric.key.name == $0 }) ?? true
      else { return false }
      return filters.allSatisfy { filter in
        guard let value = metric.key.dimensions[filter["Name"]?.string ?? ""] else { return false }
        return filter["Value"]?.string.map { $0 == value } ?? true
      }
    }
    let (page, next) = try PageToken.slice(
      found,
      token: input.text(optional: "NextToken"),
      limit: 500,
      invalid: CloudWatchError.invalidToken
    )
    var output: JSON = [
      "Metrics": .array(
        page.map { metric in
          [
            "Namespace": .string(metric.key.namespace), "MetricName": .string(metric.key.name),
            "Dimensions": MetricKey.wire(metric.key.dimensions),
          ]
        }
      )
    ]
    if let next { output["NextToken"] = .string(next) }
    return output
  }

  /// Has minutes that are too old removed, now and every hour.
  func scheduleTrimming() {
    timer.schedule("cloudwatch.trimming", at: timer.now + 3_600_000) { [weak self] in
      guard let self else { return }
      let oldest = timer.now.milliseconds / CloudWatchService.minute - CloudWatchService.kept
      let forgotten = timer.now.milliseconds - CloudWatchService.historyKept
      database.post { db in
        try MetricStore.trim(before: oldest, in: db)
        try AlarmStore.forget(before: forgotten, limit: 10_000, in: db)
      }
      scheduleTrimming()
    }
  }
}

/// A span of time cut into periods, in minutes since the epoch.
struct MetricSpan: Hashable, Sendable {
  /// The first minute.
  let start: Int64
  /// The minute after the last.
  let end: Int64
  /// The length of a period in minutes.
  let period: Int64

  private let from: Instant
  private let to: Instant

  /// Reads `StartTime` and `EndTime`; the start is moved back to a whole period.
  ///
  /// - Parameters:
  ///   - input: what has the times.
  ///   - period: the length of a period in seconds, rounded up to whole minutes.
  /// - Throws: `CloudError` where a time is missing or the start is not before the end.
  init(_ input: CallInput, period: Int) throws {
    guard let from = input.moment("StartTime") else { throw CloudWatchError.missing("StartTime") }
    guard let to = input.moment("EndTime") else { throw CloudWatchError.missing("EndTime") }
    guard from < to else {
      throw input.fault("The parameter StartTime must be less than the parameter EndTime.")
    }
    self.init(from, to, period: period)
  }

  private init(_ from: Instant, _ to: Instant, period: Int) {
    (self.from, self.to) = (from, to)
    self.period = max(1, (Int64(period) + 59) / 60)
    start = from.milliseconds / 60_000 / self.period * self.period
    end = (to.milliseconds + 59_999) / 60_000
  }

  /// The same span in other periods, whose length is in seconds.
  func with(period: Int) -> MetricSpan { MetricSpan(from, to, period: period) }
}
