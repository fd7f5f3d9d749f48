internal import AWSWire
package import CustomerDomain
internal import JSONValue

/// How all alarms stand, however many there are.
extension AlarmService {
  /// The most that DescribeAlarms takes as names, and gives in a page.
  private static let pageSize = 100

  /// All alarms, or those of the names given, the worst first and of equal state the newest change
  /// first.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list(names: [String] = [], state: Alarm.State? = nil) async throws -> [Alarm] {
    let types: JSON = ["MetricAlarm", "CompositeAlarm"]
    guard names.isEmpty else {
      return merged(try await describe(names: names, state: state))
    }
    // One call where it is enough. Where it is not, pages follow each other for lack of a way to ask
    // for the third before the second; but those of either kind of alarm go side by side.
    let (first, hasMore) = try await firstPage(types, state)
    guard hasMore else { return merged(first) }
    async let metrics = pages(["MetricAlarm"], state)
    async let composites = pages(["CompositeAlarm"], state)
    return merged(try await metrics + composites)
  }

  /// What has become of alarms that were listed a while ago: all that are red now, and by name those
  /// that were; the others stand as they stood.
  ///
  /// A few calls where a list of all takes one for each hundred alarms.
  ///
  /// - Parameters:
  ///   - known: the alarms as they were listed, the red ones first.
  ///   - names: others to ask for by name.
  /// - Returns: the alarms in order, without those that are gone; `nil` where nothing has changed.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func update(_ known: [Alarm], and names: Set<String> = []) async throws -> [Alarm]? {
    let red = try await pages(["MetricAlarm", "CompositeAlarm"], .alarm)
    let isRed = Set(red.map(\.name))
    let wasRed = known.prefix { $0.state == .alarm }
    let left = names.union(wasRed.map(\.name)).subtracting(isRed)
    // Most times there is nothing to put in order anew.
    if left.isEmpty, Set(red) == Set(wasRed) { return nil }
    let others = left.isEmpty ? [] : try await describe(names: left.sorted(), state: nil)
    let changed = isRed.union(left)
    return merged(known.filter { !changed.contains($0.name) } + red + others)
  }

  private func describe(names: [String], state: Alarm.State?) async throws -> [Alarm] {
    var found: [Alarm] = []
    for start in stride(from: 0, to: names.count, by: AlarmService.pageSize) {
      let some = names[start..<min(names.count, start + AlarmService.pageSize)]
      var input: JSON = ["AlarmNames": .array(some.map(JSON.string))]
      input["StateValue"] = state.map { .string($0.rawValue) }
      found += try await pages(["MetricAlarm", "CompositeAlarm"], input)
    }
    return found
  }

  private func firstPage(
    _ types: JSON,
    _ state: Alarm.State?
  ) async throws -> (alarms: [Alarm], hasMore: Bool) {
    var input: JSON = ["AlarmTypes": types, "MaxRecords": JSON(AlarmService.pageSize)]
    input["StateValue"] = state.map { .string($0.rawValue) }
    let page = try await access.read(
      .cloudWatch,
      "DescribeAlarms",
      input,
      for: .init("list alarms")
    )
    return (Alarm.list(page), page["NextToken"]?.string?.isEmpty == false)
  }

  private func pages(_ types: JSON, _ state: Alarm.State?) async throws -> [Alarm] {
    var input: JSON = [:]
    input["StateValue"] = state.map { .string($0.rawValue) }
    return try await pages(types, input)
  }

  private func pages(_ types: JSON, _ input: JSON) async throws -> [Alarm] {
    var input = input
    input["AlarmTypes"] = types
    input["MaxRecords"] = JSON(AlarmService.pageSize)
    var alarms: [Alarm] = []
    try await access.readPages(
      .cloudWatch,
      "DescribeAlarms",
      input,
      tokenKey: "NextToken",
      for: .init("list alarms")
    ) { page in
      alarms += Alarm.list(page)
      return true
    }
    return alarms
  }

  /// In order, and each once: one that changed between two calls may come twice.
  private func merged(_ alarms: [Alarm]) -> [Alarm] {
    var newest: [String: Alarm] = [:]
    newest.reserveCapacity(alarms.count)
    for alarm in alarms {
      if let other = newest[alarm.name], other.since > alarm.since { continue }
      newest[alarm.name] = alarm
    }
    return newest.values.sorted { $0.isWorse(than: $1) }
  }
}

extension Alarm {
  /// The alarms of a page of DescribeAlarms.
  fileprivate static func list(_ page: JSON) -> [Alarm] {
    (page["MetricAlarms"]?.array ?? []).compactMap(Alarm.init(metricAlarm:))
      + (page["CompositeAlarms"]?.array ?? []).compactMap(Alarm.init(compositeAlarm:))
  }
}
