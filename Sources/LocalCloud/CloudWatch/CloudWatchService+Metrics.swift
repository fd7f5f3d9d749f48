internal import AWSWire
internal import GRDB
internal import JSONValue

extension CloudWatchService {
  private static let mostData = 1000
  private static let mostBytes = 1 << 20
  private static let mostDatapoints = 1440
  /// How long metrics without new points are listed, in seconds: two weeks.
  private static let listed: Int64 = 14 * 86_400
  private static let recent: Int64 = 3 * 3600

  /// Takes samples from an input in; they are durable when this returns.
  func putMetricData(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let namespace = try MetricKey.namespace(input)
    guard !namespace.hasPrefix("AWS/") else {
      throw CloudWatchError.invalid(
        "The value AWS/ for parameter Namespace is invalid. Namespaces with the prefix AWS/ are "
          + "reserved."
      )
    }
    let data = try CloudWatchService.data(input, namespace, context.now)
    intake.add(data.map { (slot: $0.slot, statistics: $0.statistics) })
    // What was posted before this write is durable with it.
    try await database.write { _ in }
    prompt(alarmsOn: data.map(\.slot.metric))
    return [:]
  }

  private static func data(
    _ input: CallInput,
    _ namespace: String,
    _ now: Instant
  ) throws -> [MetricDatum] {
    var found = input.list("MetricData").enumerated().map { index, json in
      (json: json, path: "MetricData.member.\(index + 1).")
    }
    let entities = input.list("EntityMetricData")
    guard entities.count <= 2 else { throw CloudWatchError.tooMany("EntityMetricData", 2) }
    for (place, entity) in entities.enumerated() {
      for (index, json) in (entity["MetricData"]?.array ?? []).enumerated() {
        let path = "EntityMetricData.member.\(place + 1).MetricData.member.\(index + 1)."
        found.append((json: json, path: path))
      }
    }
    guard !found.isEmpty else { throw CloudWatchError.missing("MetricData") }
    guard found.count <= mostData else { throw CloudWatchError.tooMany("MetricData", mostData) }
    // Fewer data than this cannot be so long.
    if found.count > 20, input.json.bytes().count > mostBytes {
      throw CloudError(
        "RequestEntityTooLarge",
        "Request size exceeds the limit of \(mostBytes) bytes.",
        status: 413
      )
    }
    return try found.map {
      try MetricDatum($0.json, namespace: namespace, path: $0.path, now: now)
    }
  }

  /// Reads statistics of one metric.
  func metricStatistics(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let key = try MetricKey(input)
    for name in ["StartTime", "EndTime"] where input.moment(name) == nil {
      throw CloudWatchError.missing(name)
    }
    let from = input.moment("StartTime") ?? context.now
    let to = input.moment("EndTime") ?? context.now
    guard from < to else {
      throw CloudWatchError.invalid(
        "The parameter StartTime must be less than the parameter EndTime."
      )
    }
    guard let seconds = try input.int("Period", in: Int.min...Int.max) else {
      throw CloudWatchError.missing("Period")
    }
    guard MetricWindow.isPeriod(seconds) else { throw CloudWatchError.period("Period") }
    let (window, period) = (MetricWindow(from, to, now: context.now), Int64(seconds))
    let count = window.count(period: period)
    guard count <= CloudWatchService.mostDatapoints else {
      throw CloudWatchError.combination(
        "You have requested up to \(count) datapoints, which exceeds the limit of "
          + "\(CloudWatchService.mostDatapoints). You may reduce the datapoints requested by "
          + "increasing Period, or decreasing the time range."
      )
    }
    let statistics = try CloudWatchService.statistics(input)
    let unit = input.text(optional: "Unit")
    if let unit, !MetricUnit.has(unit) { throw CloudWatchError.notInSet("Unit", MetricUnit.all) }
    let found = try await database.read { db in
      try MetricReading(window: window, db: db).periods(
        key,
        period: period,
        unit: unit,
        hasSpread: statistics.contains(where: \.isExtended)
      )
    }
    let points = found.sorted { $0.key < $1.key }.flatMap { unit, places in
      places.sorted { $0.key < $1.key }.compactMap { start, kept in
        CloudWatchService.datapoint(start, unit, statistics, kept)
      }
    }
    return ["Label": .string(key.name), "Datapoints": .array(points)]
  }

  private static func statistics(_ input: CallInput) throws -> [MetricStatistic] {
    let (basic, extended) = (input.texts("Statistics"), input.texts("ExtendedStatistics"))
    guard !(basic.isEmpty && extended.isEmpty) else {
      throw CloudWatchError.combination(
        "At least one of the parameters Statistics and ExtendedStatistics must be specified."
      )
    }
    guard basic.isEmpty || extended.isEmpty else {
      throw CloudWatchError.combination(
        "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have "
          + "specified both."
      )
    }
    guard basic.count <= 5 else { throw CloudWatchError.tooMany("Statistics", 5) }
    guard extended.count <= 10 else { throw CloudWatchError.tooMany("ExtendedStatistics", 10) }
    return try (basic + extended).enumerated().map { index, name in
      guard let statistic = MetricStatistic(name), statistic.isExtended == basic.isEmpty else {
        guard basic.isEmpty else {
          throw CloudWatchError.notInSet("Statistics.member.\(index + 1)", MetricStatistic.basic)
        }
        throw CloudWatchError.invalid(
          "The value \(name) for parameter ExtendedStatistics.member.\(index + 1) is not supported."
        )
      }
      return statistic
    }
  }

  /// A point; `nil` where none of the statistics can be told.
  private static func datapoint(
    _ start: Int64,
    _ unit: String,
    _ statistics: [MetricStatistic],
    _ kept: MetricStatistics
  ) -> JSON? {
    var (basic, extended): (JSONObject, JSONObject) = ([:], [:])
    for statistic in statistics {
      guard let value = statistic.value(of: kept) else { continue }
      if statistic.isExtended {
        extended[statistic.name] = JSON(value)
      } else {
        basic[statistic.name] = JSON(value)
      }
    }
    guard !basic.isEmpty || !extended.isEmpty else { return nil }
    if !extended.isEmpty { basic["ExtendedStatistics"] = .object(extended) }
    let head: JSONObject = [
      "Timestamp": Instant(milliseconds: start * 1000).wire, "Unit": .string(unit),
    ]
    return .object(head.merging(basic))
  }

  /// Lists the metrics that are known, a page at a time.
  func listMetrics(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let namespace = input.has("Namespace") ? try MetricKey.namespace(input) : nil
    let name = input.text(optional: "MetricName")
    let filters = input.list("Dimensions")
    guard filters.count <= 10 else { throw CloudWatchError.tooMany("Dimensions", 10) }
    let activity = input.text(optional: "RecentlyActive")
    guard activity == nil || activity == "PT3H" else {
      throw CloudWatchError.notInSet("RecentlyActive", ["PT3H"])
    }
    let since =
      context.now.milliseconds / 1000
      - (activity == nil ? CloudWatchService.listed : CloudWatchService.recent)
    let found = try await database.read { db in
      try MetricStore.active(since: since, namespace: namespace, name: name, in: db)
    }.filter { metric in
      filters.allSatisfy { filter in
        guard let value = metric.key.dimensions[filter["Name"]?.string ?? ""] else { return false }
        return filter["Value"]?.string.map { $0 == value } ?? true
      }
    }
    let (page, next) = try PageToken.slice(
      found,
      token: input.text(optional: "NextToken"),
      limit: 500,
      invalid: CloudWatchError.invalid("Invalid NextToken")
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
}
