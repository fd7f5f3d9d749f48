internal import AWSWire
internal import GRDB
internal import Synchronization

/// The metric alarms in memory: which metrics they watch, and which need no evaluation for now.
final class AlarmBook: Sendable {
  /// An alarm that is to be evaluated.
  struct Due: Sendable {
    /// The alarm's name.
    let name: String
    /// When it is in ALARM.
    let condition: MetricCondition
    /// Which state of the book it was taken from.
    fileprivate let edition: Int
  }

  /// The alarms on one metric.
  private struct Watch {
    var alarms: Set<String> = []
    /// The second in which they were last given out.
    var second = Int64.min
  }

  private struct Entry {
    let condition: MetricCondition
    var rest: AlarmRest?
    /// What was found out of an earlier edition does not hold for this one.
    var edition: Int
  }

  private struct State {
    var alarms: [String: Entry] = [:]
    var watched: [MetricKey: Watch] = [:]
    /// Counts readings and editions.
    var number = 0
    /// How many readings are under way.
    var running = 0
    /// While readings are under way: of which reading all alarms are, and some since.
    var kept = (all: 0, byName: [String: Int]())

    /// Puts what a reading found of an alarm in place of what is known, unless that is of a later one.
    mutating func put(_ condition: MetricCondition?, _ name: String, of reading: Int) {
      guard reading > kept.byName[name] ?? 0 else { return }
      kept.byName[name] = reading
      for metric in Set(alarms[name]?.condition.metrics ?? []) {
        watched[metric]?.alarms.remove(name)
        if watched[metric]?.alarms.isEmpty == true { watched[metric] = nil }
      }
      guard let condition else {
        alarms[name] = nil
        return
      }
      number += 1
      alarms[name] = Entry(condition: condition, rest: nil, edition: number)
      for metric in Set(condition.metrics) {
        watched[metric, default: Watch()].alarms.insert(name)
      }
    }
  }

  private let database: any CloudDatabase
  private let state = Mutex(State())

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The alarms that watch one of `metrics`, but for those that were given out for it in the same
  /// second: an evaluation a second later finds the other samples of that second too.
  func watching(_ metrics: some Sequence<MetricKey>, in second: Int64) -> [String] {
    state.withLock { state in
      guard !state.watched.isEmpty else { return [] }
      var alarms: [String] = []
      for metric in metrics {
        guard let at = state.watched.index(forKey: metric),
          state.watched.values[at].second != second
        else { continue }
        state.watched.values[at].second = second
        alarms += state.watched.values[at].alarms
      }
      return alarms
    }
  }

  /// The names of the alarms that watch a metric.
  func names(on metric: MetricKey) -> [String] {
    state.withLock { Array($0.watched[metric]?.alarms ?? []) }
  }

  /// The alarms by name whose evaluation at a moment may lead to another state than the last one did.
  func due(at moment: Instant) -> [Due] {
    state.withLock { state in
      state.alarms.compactMap { name, entry in
        guard entry.rest?.covers(moment, entry.condition) != true else { return nil }
        return Due(name: name, condition: entry.condition, edition: entry.edition)
      }
    }.sorted { $0.name < $1.name }
  }

  /// Notes that alarms are in the states which their points lead to; one that was stirred meanwhile is
  /// passed over.
  func rest(_ alarms: [(due: Due, rest: AlarmRest)]) {
    state.withLock { state in
      for (due, rest) in alarms where state.alarms[due.name]?.edition == due.edition {
        state.alarms[due.name]?.rest = rest
      }
    }
  }

  /// Notes that an alarm's state or points may have changed.
  func stir(_ name: String) {
    state.withLock { state in
      state.number += 1
      state.alarms[name]?.edition = state.number
      state.alarms[name]?.rest = nil
    }
  }
}

// Reading it.
extension AlarmBook {
  /// Reads all alarms; those that cannot be read are told to `unreadable` and left out.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func refresh(
    unreadable: @escaping @Sendable (_ name: String, _ error: any Error) -> Void = { _, _ in }
  ) async throws {
    try await reading { number in
      let found = try await database.read { db in
        try AlarmStore.all(in: db, unreadable: unreadable)
      }
      state.withLock { state in
        guard number > state.kept.all else { return }
        state.kept.all = number
        let names = Set(found.map(\.settings.name))
        for name in state.alarms.keys where !names.contains(name) {
          state.put(nil, name, of: number)
        }
        for alarm in found { state.put(alarm.settings.metric, alarm.settings.name, of: number) }
      }
    }
  }

  /// Reads alarms again, after a change of their settings that is durable.
  ///
  /// Of readings that run at once the one that began last counts: it began after all changes of
  /// which the others know.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func refresh(_ names: [String]) async throws {
    try await reading { number in
      let found = try await database.read { db in
        try names.map { ($0, try AlarmStore.alarm($0, in: db)?.settings.metric) }
      }
      state.withLock { state in
        guard number > state.kept.all else { return }
        for (name, condition) in found { state.put(condition, name, of: number) }
      }
    }
  }

  private func reading(_ body: (_ number: Int) async throws -> Void) async throws {
    let number = state.withLock { state in
      state.number += 1
      state.running += 1
      return state.number
    }
    defer {
      state.withLock { state in
        state.running -= 1
        if state.running == 0 { state.kept = (0, [:]) }
      }
    }
    try await body(number)
  }
}
