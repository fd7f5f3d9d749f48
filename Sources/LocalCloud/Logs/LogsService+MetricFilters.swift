internal import AWSWire
internal import JSONValue

extension LogsService {
  /// The most metric filters that a group may have.
  private static let mostMetricFilters = 100

  /// Makes or changes a metric filter; events that came before it are not counted.
  func putMetricFilter(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let group = try input.text("logGroupName")
    try LogsService.check(group: group, input)
    for key in ["applyOnTransformedLogs", "fieldSelectionCriteria", "emitSystemFieldDimensions"]
    where input.has(key) && input.bool(key) != false {
      throw LogsError.invalid("\(key) is not supported by the local cloud.")
    }
    let filter = try MetricFilter(
      group: group,
      name: try input.text("filterName"),
      pattern: input.text(optional: "filterPattern") ?? "",
      document: input.list("metricTransformations").first ?? [:],
      created: context.now.milliseconds
    )
    try await database.write { db in
      let stored = try LogStore.requireGroup(group, in: db)
      guard stored.logClass == .standard else {
        throw CloudError(
          "InvalidOperationException",
          "Metric filters are supported only for log groups in the Standard log class."
        )
      }
      try MetricFilterStore.put(filter, in: db)
      guard
        try MetricFilterStore.count(of: group, in: db) <= LogsService.mostMetricFilters
      else { throw LogsError.limitExceeded }
    }
    try await metricFilters.load()
    return [:]
  }

  /// Deletes a metric filter; what it has counted stays.
  func deleteMetricFilter(_ input: CallInput) async throws -> JSON {
    let (group, name) = (try input.text("logGroupName"), try input.text("filterName"))
    try await database.write { db in
      _ = try LogStore.requireGroup(group, in: db)
      guard try MetricFilterStore.remove(name, of: group, in: db) else {
        throw LogsError.filterNotFound
      }
    }
    try await metricFilters.load()
    return [:]
  }

  /// Lists metric filters by name, a page at a time.
  func describeMetricFilters(_ input: CallInput) async throws -> JSON {
    let group = input.text(optional: "logGroupName")
    let (name, namespace) = (
      input.text(optional: "metricName"), input.text(optional: "metricNamespace")
    )
    guard (name == nil) == (namespace == nil) else {
      throw LogsError.invalid(
        "If you include the \(name == nil ? "metricNamespace" : "metricName") parameter in your "
          + "request, you must also include the \(name == nil ? "metricName" : "metricNamespace") "
          + "parameter."
      )
    }
    if let group {
      _ = try await database.read { db in try LogStore.requireGroup(group, in: db) }
    }
    // The prefix counts only together with a group.
    let prefix = group == nil ? nil : input.text(optional: "filterNamePrefix")
    let found = (group.map { metricFilters.filters(of: $0) } ?? metricFilters.all).filter {
      filter in
      prefix.map { filter.name.hasPrefix($0) } ?? true
        && name.map { filter.transformation.name == $0 } ?? true
        && namespace.map { filter.transformation.namespace == $0 } ?? true
    }
    let (page, next) = try PageToken.slice(
      found,
      token: input.text(optional: "nextToken"),
      limit: try input.int("limit", in: 1...50) ?? 50,
      invalid: LogsError.invalidToken
    )
    var output: JSON = ["metricFilters": .array(page.map(\.json))]
    if let next { output["nextToken"] = .string(next) }
    return output
  }
}
