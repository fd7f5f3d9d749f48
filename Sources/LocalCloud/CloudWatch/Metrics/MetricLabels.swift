internal import AWSWire

/// The labels of the lines of `GetMetricData`: what a query says, or what tells it from the others.
///
/// Source: CloudWatch User Guide, "Using dynamic labels". A pure value.
struct MetricLabels: Sendable {
  private let identity: CloudIdentity
  private let tellsStatistic: Bool
  private let tellsPeriod: Bool
  /// The dimensions in whose values metrics of one name differ.
  private let dimensions: [String]

  /// Finds what tells queries apart.
  init(_ queries: [MetricDataQuery], _ identity: CloudIdentity) {
    self.identity = identity
    let selections = queries.compactMap { query -> MetricSelection? in
      if case .metric(let selection) = query.source, query.label == nil { selection } else { nil }
    }
    tellsStatistic = Set(selections.map(\.statistic)).count > 1
    tellsPeriod = Set(selections.map(\.period)).count > 1
    let names = Set(selections.flatMap { $0.key.dimensions.keys })
    dimensions = names.filter { name in
      Set(selections.map { $0.key.dimensions[name] }).count > 1
    }.sorted()
  }

  /// The label of a query's series.
  func label(
    of query: MetricDataQuery,
    _ series: MetricSeries,
    isOneOfMany: Bool
  ) -> String {
    let own = isOneOfMany && !series.label.isEmpty ? series.label : nil
    switch query.source {
    case .metric(let selection):
      guard let label = query.label else { return standard(selection) }
      return dynamic(label, selection, series)
    case .expression:
      guard let label = query.label else { return own ?? query.id }
      return [dynamic(label, nil, series), own].compactMap { $0 }.joined(separator: " ")
    }
  }

  private func standard(_ selection: MetricSelection) -> String {
    var parts = dimensions.compactMap { selection.key.dimensions[$0] }
    parts.append(selection.key.name)
    if tellsStatistic { parts.append(selection.statistic.name) }
    if tellsPeriod { parts.append(String(selection.period)) }
    return parts.joined(separator: " ")
  }

  /// A label with what stands in `${…}` replaced; what is not known stays as it is.
  private func dynamic(
    _ label: String,
    _ selection: MetricSelection?,
    _ series: MetricSeries
  ) -> String {
    var (text, rest) = ("", Substring(label))
    while let start = rest.firstRange(of: "${") {
      text += rest[..<start.lowerBound]
      rest = rest[start.lowerBound...]
      guard let end = rest.firstIndex(of: "}") else { break }
      let name = rest[start.upperBound..<end]
      text += value(of: String(name), selection, series) ?? String(rest[...end])
      rest = rest[rest.index(after: end)...]
    }
    return text + rest
  }

  private func value(
    of name: String,
    _ selection: MetricSelection?,
    _ series: MetricSeries
  ) -> String? {
    let points = series.sorted
    let values = points.map(\.value)
    func shown(_ value: Double?) -> String { value.map { AlarmReason.number($0) } ?? "--" }
    func shown(_ time: Int64?) -> String {
      time.map { Instant(milliseconds: $0 * 1000).iso8601 } ?? "--"
    }
    switch name {
    case "LABEL": return selection.map(standard) ?? series.label
    case "AVG", "MIN", "MAX", "SUM":
      return shown(values.isEmpty ? nil : MathEvaluator.summaries[name]?(values))
    case "DATAPOINT_COUNT": return String(values.count)
    case "FIRST": return shown(values.first)
    case "LAST": return shown(values.last)
    case "FIRST_TIME": return shown(points.first?.time)
    case "LAST_TIME": return shown(points.last?.time)
    case "MIN_TIME": return shown(points.min { $0.value < $1.value }?.time)
    case "MAX_TIME": return shown(points.max { $0.value < $1.value }?.time)
    default: return property(name, selection)
    }
  }

  private func property(_ name: String, _ selection: MetricSelection?) -> String? {
    guard let selection, name.hasPrefix("PROP('"), name.hasSuffix("')") else { return nil }
    let key = name.dropFirst(6).dropLast(2)
    switch key {
    case "AccountId": return identity.accountID
    case "MetricName": return selection.key.name
    case "Namespace": return selection.key.namespace
    case "Period": return String(selection.period)
    case "Region": return identity.region
    case "Stat": return selection.statistic.name
    default:
      guard key.hasPrefix("Dim.") else { return nil }
      return selection.key.dimensions[String(key.dropFirst(4))]
    }
  }
}
