internal import Synchronization

/// The alarms in memory: which metrics they watch.
final class AlarmBook: Sendable {
  private let database: any CloudDatabase
  private let watched = Mutex<[MetricKey: Set<String>]>([:])

  /// Makes a book that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The alarms that watch a metric of `samples`.
  func watching(_ samples: [MetricSample]) -> Set<String> {
    watched.withLock { watched in
      guard !watched.isEmpty else { return [] }
      return samples.reduce(into: []) { names, sample in
        names.formUnion(watched[MetricKey(sample)] ?? [])
      }
    }
  }

  /// Reads which metrics are watched.
  ///
  /// - Throws: `CloudError` where the storage fails.
  func refresh() async throws {
    let alarms = try await database.read { db in try AlarmStore.all(in: db) }
    watched.withLock { watched in
      watched = alarms.reduce(into: [:]) { found, alarm in
        found[alarm.settings.metric, default: []].insert(alarm.settings.name)
      }
    }
  }
}
