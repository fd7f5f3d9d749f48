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

  /// Counts lines that have come into a group; `true` where samples were recorded.
  @discardableResult
  func take(_ lines: [LogLine], group: String) -> Bool {
    let (filters, sink) = state.withLock { ($0.byGroup[group] ?? [], $0.sink) }
    guard !filters.isEmpty, !lines.isEmpty, let sink else { return false }
    var samples: [MetricSample] = []
    for filter in filters {
      let found = filter.samples(of: lines)
      samples += found.samples
      if filter.transformation.defaultValue != nil { note(filter, hasMatched: found.hasMatched) }
    }
    sink.record(samples)
    return !samples.isEmpty
  }

  private func note(_ filter: MetricFilter, hasMatched: Bool) {
    let minute = timer.now.milliseconds / MetricFilterBook.minute
    if state.withLock({ $0.minute != minute && !$0.isQuiet.isEmpty }) { close() }
    let isFirst = state.withLock { state in
      let name = Name(group: filter.group, name: filter.name)
      let isFirst = state.isQuiet.isEmpty
      state.minute = minute
      state.isQuiet[name] = (state.isQuiet[name] ?? true) && !hasMatched
      return isFirst
    }
    guard isFirst else { return }
    let end = Instant(milliseconds: (minute + 1) * MetricFilterBook.minute)
    timer.schedule(MetricFilterBook.key, at: end) { [weak self] in self?.close() }
  }

  /// Ends the minute: where events came and none matched, the default is recorded.
  func close() {
    let (quiet, minute, byGroup, sink) = state.withLock { state in
      defer { state.isQuiet = [:] }
      return (state.isQuiet, state.minute, state.byGroup, state.sink)
    }
    let samples = quiet.compactMap { name, isQuiet -> MetricSample? in
      guard isQuiet, let filter = byGroup[name.group]?.first(where: { $0.name == name.name }),
        let value = filter.transformation.defaultValue
      else { return nil }
      return MetricSample(
        filter.transformation.plainKey,
        value,
        unit: filter.transformation.unit,
        timestamp: Instant(milliseconds: minute * MetricFilterBook.minute)
      )
    }
    sink?.record(samples)
  }
}
