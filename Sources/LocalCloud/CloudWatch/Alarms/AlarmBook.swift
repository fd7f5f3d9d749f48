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

  private let watched = Mutex<[MetricKey: Watch]>([:])

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The alarms that watch one of `metrics`, but for those that were given out for it in the same
  /// second: an evaluation a second later finds the other samples of that second too.
  func watching(_ metrics: some Sequence<MetricKey>, in second: Int64) -> [String] {
    watched.withLock { watched in
      guard !watched.isEmpty else { return [] }
      var alarms: [String] = []
      for metric in metrics {
        guard let at = watched.index(forKey: metric), watched.values[at].second != second else {
          continue
        }
        watched.values[at].second = second
        alarms += watched.values[at].alarms
      }
      return alarms
    }
  }

  /// Reads which metrics are watched.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func refresh() async throws {
    let alarms = try await database.read { db in try AlarmStore.all(in: db) }
    watched.withLock { watched in
      watched = alarms.reduce(into: [:]) { found, alarm in
        for metric in Set(alarm.settings.metric?.metrics ?? []) {
          found[metric, default: Watch()].alarms.append(alarm.settings.name)
        }
      }
    }
  }
}
