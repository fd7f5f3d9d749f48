internal import AWSWire
internal import Synchronization

/// The metric filters in memory, and the minutes in which they have seen events.
final class MetricFilterBook: Sendable {
  /// The timer's key of the end of the minute that runs.
  private static let key = "logs.metric-defaults"
  private static let minute: Int64 = 60_000

  private struct Name: Hashable {
    let group: String
    let name: String
  }

  private struct State {
    var byGroup: [String: [MetricFilter]] = [:]
    /// Goes up with each change, so that what was read before it is not kept.
    var generation = 0
    var sink: (any MetricSink)?
    /// The minute, in minutes since the epoch, that `quiet` is about.
    var minute: Int64 = 0
    /// The filters with a default that have seen events in this minute: whether none has matched.
    var isQuiet: [Name: Bool] = [:]
  }

  private let database: any CloudDatabase
  private let timer: any CloudTimer
  private let state = Mutex(State())

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase, timer: any CloudTimer) {
    (self.database, self.timer) = (database, timer)
  }

  /// Has samples recorded by `sink`.
  func publish(to sink: any MetricSink) { state.withLock { $0.sink = sink } }

  /// Reads all filters anew.
  func load() async throws {
    let generation = state.withLock { state in
      state.generation += 1
      return state.generation
    }
    let found = try await database.read { db in try MetricFilterStore.all(in: db) }
    state.withLock { state in
      guard state.generation == generation else { return }
      state.byGroup = Dictionary(grouping: found, by: \.group)
    }
  }

  /// The filters of a group, by name.
  func filters(of group: String) -> [MetricFilter] { state.withLock { $0.byGroup[group] ?? [] } }

  /// All filters, by name.
  var all: [MetricFilter] {
    state.withLock { $0.byGroup.values.flatMap(\.self) }
      .sorted { ($0.name, $0.group) < ($1.name, $1.group) }
  }

  /// Counts lines that have come into a group; `true` where something was handed to the database
  /// that is durable with the next write.
  @discardableResult
  func take(_ lines: [LogLine], group: String) -> Bool {
    let (filters, sink) = state.withLock { ($0.byGroup[group] ?? [], $0.sink) }
    guard !filters.isEmpty, !lines.isEmpty, let sink else { return false }
    var samples: [MetricSample] = []
    var hasNoted = false
    for filter in filters {
      let found = filter.samples(of: lines)
      samples += found.samples
      guard filter.transformation.defaultValue != nil else { continue }
      if note(filter, isQuiet: !found.hasMatched) { hasNoted = true }
    }
    sink.record(samples)
    return hasNoted || !samples.isEmpty
  }

  /// Notes that a filter's group got events; `true` where that is news.
  private func note(_ filter: MetricFilter, isQuiet: Bool) -> Bool {
    let minute = timer.now.milliseconds / MetricFilterBook.minute
    if state.withLock({ $0.minute != minute && !$0.isQuiet.isEmpty }) { close() }
    let open = OpenMinute(
      group: filter.group,
      filter: filter.name,
      minute: minute,
      isQuiet: isQuiet
    )
    guard take(open) else { return false }
    database.post { db in try OpenMinuteStore.note(open, in: db) }
    return true
  }

  /// Takes a minute in memory; `true` where it was not known, or known as quiet and is so no longer.
  private func take(_ open: OpenMinute) -> Bool {
    let (isFirst, isNews) = state.withLock { state in
      let name = Name(group: open.group, name: open.filter)
      let known = state.isQuiet[name]
      let isFirst = state.isQuiet.isEmpty
      state.minute = open.minute
      state.isQuiet[name] = (known ?? true) && open.isQuiet
      return (isFirst, known != state.isQuiet[name])
    }
    if isFirst {
      let end = Instant(milliseconds: (open.minute + 1) * MetricFilterBook.minute)
      timer.schedule(MetricFilterBook.key, at: end) { [weak self] in self?.close() }
    }
    return isNews
  }

  /// Ends the minute: where events came and none matched, the default is recorded.
  private func close() {
    let (minute, quiet) = state.withLock { state in
      defer { state.isQuiet = [:] }
      return (state.minute, state.isQuiet.filter(\.value).map(\.key))
    }
    record(
      quiet.map { OpenMinute(group: $0.group, filter: $0.name, minute: minute, isQuiet: true) }
    )
    database.post { db in try OpenMinuteStore.forget(upTo: minute, in: db) }
  }

  /// Takes up the minutes that had not ended when the cloud last did.
  func takeUp() async throws {
    let running = timer.now.milliseconds / MetricFilterBook.minute
    let all = try await database.read { db in try OpenMinuteStore.all(in: db) }
    record(all.filter { $0.minute < running && $0.isQuiet })
    database.post { db in try OpenMinuteStore.forget(upTo: running - 1, in: db) }
    for open in all where open.minute >= running { _ = take(open) }
  }

  private func record(_ quiet: [OpenMinute]) {
    let (byGroup, sink) = state.withLock { ($0.byGroup, $0.sink) }
    let samples = quiet.compactMap { open -> MetricSample? in
      guard let filter = byGroup[open.group]?.first(where: { $0.name == open.filter }),
        let value = filter.transformation.defaultValue
      else { return nil }
      return MetricSample(
        filter.transformation.plainKey,
        value,
        unit: filter.transformation.unit,
        timestamp: Instant(milliseconds: open.minute * MetricFilterBook.minute)
      )
    }
    sink?.record(samples)
  }
}
