internal import AWSWire
internal import Synchronization

/// Gathers samples by metric and minute, so that many of them become one write.
final class MetricIntake: Sendable {
  /// A metric in one minute.
  struct Slot: Hashable, Sendable {
    let metric: MetricKey
    let unit: String
    /// Minutes since the epoch.
    let minute: Int64
  }

  private let database: any CloudDatabase
  private let waiting = Mutex<[Slot: MetricStatistics]>([:])

  /// Makes an intake that posts to `database`.
  init(database: any CloudDatabase) { self.database = database }

  /// Takes single samples in.
  func add(_ samples: [MetricSample]) {
    add(
      samples.map { sample in
        (
          Slot(
            metric: MetricKey(sample),
            unit: sample.unit,
            minute: sample.timestamp.milliseconds / 60_000
          ), MetricStatistics(sample.value)
        )
      }
    )
  }

  /// Takes statistics in; the first ones since the last write hand in the next.
  func add(_ batch: [(slot: Slot, statistics: MetricStatistics)]) {
    let isFirst = waiting.withLock { waiting in
      defer {
        for (slot, statistics) in batch {
          if waiting[slot]?.merge(statistics) == nil { waiting[slot] = statistics }
        }
      }
      return waiting.isEmpty
    }
    guard isFirst else { return }
    // A write that is undone is run again, and must then find what it took the first time.
    let taken = Taken()
    database.post { [self] db in
      let batch = taken.batch {
        waiting.withLock { waiting in
          defer { waiting = [:] }
          return waiting
        }
      }
      for (slot, statistics) in batch { try MetricStore.add(statistics, to: slot, in: db) }
    }
  }

  private final class Taken: Sendable {
    private let kept = Mutex<[Slot: MetricStatistics]?>(nil)

    func batch(_ take: () -> [Slot: MetricStatistics]) -> [Slot: MetricStatistics] {
      kept.withLock { kept in
        if let kept { return kept }
        let batch = take()
        kept = batch
        return batch
      }
    }
  }
}
