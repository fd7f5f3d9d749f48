internal import AWSWire
internal import GRDB
internal import JSONValue

extension CloudWatchService {
  private static let mostQueries = 500
  private static let mostPoints = 100_800

  /// Reads statistics of several metrics and works out expressions of them.
  func metricData(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    for name in ["StartTime", "EndTime"] where input.moment(name) == nil {
      throw CloudWatchError.validation("The parameter \(name) is required.\n")
    }
    let from = input.moment("StartTime") ?? context.now
    let to = input.moment("EndTime") ?? context.now
    guard from < to else {
      throw CloudWatchError.validation(
        "The parameter StartTime must be less than the parameter EndTime.\n"
      )
    }
    let list = input.list("MetricDataQueries")
    guard !list.isEmpty else {
      throw CloudWatchError.validation("The parameter MetricDataQueries is required.\n")
    }
    guard list.count <= CloudWatchService.mostQueries else {
      throw CloudWatchError.validation(
        CloudWatchError.tooMany("MetricDataQueries", CloudWatchService.mostQueries).message
      )
    }
    let isDescending =
      try input.choice("ScanBy", of: ["TimestampDescending", "TimestampAscending"])
      != "TimestampAscending"
    let limit =
      try input.int("MaxDatapoints", in: 1...CloudWatchService.mostPoints)
      ?? CloudWatchService.mostPoints
    let program = try MetricDataProgram(list, parameter: "MetricDataQueries")
    let window = MetricWindow(from, to, now: context.now)
    let count = window.count(period: program.shortestPeriod)
    guard !program.hasExpressions || count <= CloudWatchService.mostPoints else {
      throw CloudWatchError.validation(
        "You have requested up to \(count) datapoints, which exceeds the limit of "
          + "\(CloudWatchService.mostPoints). You may reduce the datapoints requested by increasing "
          + "Period, or decreasing the time range.\n"
      )
    }
    let lines = try await database.read { [identity] db in
      try MetricDataLines(program, window, identity, in: db).lines
    }
    // Expressions come as a whole: AWS gives no token with them.
    let token = input.text(optional: "NextToken")
    return try MetricDataPage(
      lines: lines,
      isDescending: isDescending,
      limit: program.hasExpressions ? Int.max : limit,
      token: token
    ).wire()
  }
}

/// One line of an answer of `GetMetricData`.
struct MetricDataLine: Sendable {
  /// The id of the query; lines of one expression share it.
  let id: String
  /// The label as it is shown, with each `${…}` that is known filled in.
  let label: String
  /// The oldest first.
  let points: [(time: Int64, value: Double)]
  /// The units that were found, where they are several.
  let units: [String]
}

/// The lines that a program's queries give.
private struct MetricDataLines {
  let lines: [MetricDataLine]

  init(
    _ program: MetricDataProgram,
    _ window: MetricWindow,
    _ identity: CloudIdentity,
    in db: Database
  ) throws {
    let reading = MetricReading(window: window, db: db)
    var units: [MetricSelection: [String]] = [:]
    let values = try program.run(over: window) { selection in
      let found = try reading.points(of: selection)
      if found.units.count > 1 { units[selection] = found.units }
      return found.points.compactMapValues(selection.statistic.value)
    }
    let labels = MetricLabels(program.queries, identity)
    lines = program.queries.filter(\.returnsData).flatMap { query in
      let all = program.series(of: query, in: values, over: window)
      var found: [String] = []
      if case .metric(let selection) = query.source { found = units[selection] ?? [] }
      return all.map { series in
        MetricDataLine(
          id: query.id,
          label: labels.label(of: query, series, isOneOfMany: all.count > 1),
          points: series.sorted,
          units: found
        )
      }
    }
  }
}

/// A page of lines: as many points as fit.
struct MetricDataPage: Sendable {
  /// All lines of the answer, whatever page their points are on.
  let lines: [MetricDataLine]
  /// Whether the newest point of a line comes first.
  let isDescending: Bool
  /// How many points the page may have, those of all lines together.
  let limit: Int
  /// The `NextToken` of the page before; `nil` for the first page.
  let token: String?

  /// The page as the answer has it.
  ///
  /// - Throws: `CloudError` where the token was not made here.
  func wire() throws -> JSON {
    let total = lines.reduce(0) { $0 + $1.points.count }
    var start = 0
    if let token {
      guard let place = PageToken.position(token).flatMap({ Int($0) }), (0...total).contains(place)
      else { throw CloudWatchError.invalidToken }
      start = place
    }
    let end = limit < total - start ? start + limit : total
    var (results, passed): ([JSON], Int) = ([], 0)
    for line in lines {
      let range = passed..<passed + line.points.count
      passed = range.upperBound
      // A line whose points are all on other pages is not on this one; one without is on the first.
      guard range.isEmpty ? start == 0 : range.overlaps(start..<end) else { continue }
      let points = isDescending ? line.points.reversed() : line.points
      let shown = points[
        max(0, start - range.lowerBound)..<min(points.count, max(0, end - range.lowerBound))
      ]
      results.append(result(line, shown, isComplete: range.upperBound <= end))
    }
    var output: JSON = ["MetricDataResults": .array(results), "Messages": []]
    if end < total { output["NextToken"] = .string(PageToken.make(String(end))) }
    return output
  }

  private func result(
    _ line: MetricDataLine,
    _ points: ArraySlice<(time: Int64, value: Double)>,
    isComplete: Bool
  ) -> JSON {
    var result: JSON = [
      "Id": .string(line.id), "Label": .string(line.label),
      "Timestamps": .array(points.map { Instant(milliseconds: $0.time * 1000).wire }),
      "Values": .array(points.map { JSON($0.value) }),
      "StatusCode": isComplete ? "Complete" : "PartialData",
    ]
    if !line.units.isEmpty {
      let units = line.units.joined(separator: ", ")
      result["Messages"] = [
        ["Code": "MultipleUnits", "Value": .string("Multiple units returned: '[\(units)]'")]
      ]
    }
    return result
  }
}
