internal import Synchronization

/// The alarms in memory: which metrics they watch.
final class AlarmBook: Sendable {
  private let database: any CloudDatabase
  /// The alarms on one metric.
  private struct Watch {
    var alarms: [String] = []
    /// The second in which they were last given out.
    var second = Int64.min
  }

  private struct State {
    var watched: [MetricKey: Watch] = [:]
    /// How many readings have begun.
    var begun = 0
    /// Which reading `watched` is of.
    var kept = 0
  }

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

  /// Reads which metrics are watched, after a change that is durable.
  ///
  /// Of readings that run at once the one that began last counts: it began after all changes of
  /// which the others know.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func refresh() async throws {
    let number = state.withLock { state in
      state.begun += 1
      return state.begun
    }
    let alarms = try await database.read { db in try AlarmStore.all(in: db) }
    let watched = alarms.reduce(into: [MetricKey: Watch]()) { found, alarm in
      for metric in Set(alarm.settings.metric?.metrics ?? []) {
        found[metric, default: Watch()].alarms.append(alarm.settings.name)
      }
    }
    state.withLock { state in
      guard number > state.kept else { return }
      (state.watched, state.kept) = (watched, number)
    }
  }
}
