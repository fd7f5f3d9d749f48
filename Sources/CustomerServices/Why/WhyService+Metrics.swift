internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// From a metric of somebody's own to the lines it is made of.
extension WhyService {
  /// How many of the filters that make one metric have their lines searched.
  private static let filterLimit = 3

  /// The lines that a metric filter makes the metric of; of any other metric nothing is known.
  func metricIncidents(
    _ namespace: String,
    _ name: String,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    var filters = Part(value: JSON.null)
    if !namespace.hasPrefix("AWS/") {
      filters = try await part(JSON.null) {
        try await access.read(
          .logs,
          "DescribeMetricFilters",
          ["metricName": .string(name), "metricNamespace": .string(namespace)],
          for: .init("find metric filter", name)
        )
      }
      let sources = (filters.value["metricFilters"]?.array ?? []).compactMap { filter in
        filter["logGroupName"]?.string.map { group in
          (group, filter["filterPattern"]?.string ?? "")
        }
      }
      if !sources.isEmpty {
        let searched = sources.prefix(Self.filterLimit)
        var found = try await matching(Array(searched), name, window)
        if sources.count > searched.count {
          found.isCut = true
          found.notes.append(
            "\(sources.count) filters make \(name): the lines of \(searched.count) were searched"
          )
        }
        return found
      }
    }
    let found = try await failedInvocations(try await functionGroups(), window)
    return Part(
      value: found.value,
      notes: filters.notes + [
        "nothing tells what \(namespace) \(name) is made of: the functions' errors of that time"
      ] + found.notes,
      isCut: found.isCut || filters.isCut
    )
  }

  private func matching(
    _ filters: [(group: String, pattern: String)],
    _ name: String,
    _ window: Explanation.Window
  ) async throws -> Part<[Incident]> {
    let searched = Explanation.Window(from: window.from, to: window.to + Self.lateness)
    let found = try await lines(
      filters.map { filter in
        LineSearch(
          group: filter.group,
          pattern: filter.pattern.isEmpty ? nil : filter.pattern,
          window: searched
        )
      }
    )
    let newest = Array(found.value.suffix(1000))
    let owners = try await owners(ofNameless: newest, searched)
    let invocations = InvocationReader.invocations(in: newest, owners: owners.value)
      .sorted { $0.endedAt > $1.endedAt }
    let told = invocations.prefix(Self.incidentLimit)
    let incidents = try await incidents(of: Array(told))
    var note = "\(name) counts lines of \(filters.map(\.group).joined(separator: ", "))"
    let areNameless = invocations.isEmpty && !newest.isEmpty
    if areNameless {
      note += ": \(newest.count) of that time match, and none tells which request it is of"
    }
    return Part(
      value: incidents.value,
      notes: [note] + found.notes + owners.notes + incidents.notes,
      isCut: invocations.count > told.count || found.value.count > newest.count
        || found.isCut || owners.isCut || areNameless
    )
  }
}
