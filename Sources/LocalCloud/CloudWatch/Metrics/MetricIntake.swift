internal import AWSWire
internal import Synchronization

/// Gathers samples by metric, time and unit, so that many of them become one write.
final class MetricIntake: Sendable {
  /// A metric in one minute, or in one second where its resolution is high.
  struct Slot: Hashable, Sendable {
    /// The namespace, name and dimensions.
    let metric: MetricKey
    /// Where the minute or second begins, in seconds since the epoch.
    let second: Int64
    /// As CloudWatch names it; samples of different units are kept apart.
    let unit: String

    /// Feeds metric and time into `hasher`: few metrics have samples of several units.
    func hash(into hasher: inout Hasher) {
      hasher.combine(metric)
      hasher.combine(second)
    }
  }

  /// About how much memory the statistics of one write take, in bytes.
  private static let batchBytes = 65_536

  private let database: any CloudDatabase
  private let waiting = Mutex<[Slot: MetricStatistics]>([:])

  /// Makes an intake that posts to `database`.
  init(database: any CloudDatabase) { self.database = database }

  /// Takes single samples in.
  func add(_ samples: [MetricSample]) {
    add(
      samples.lazy.map { sample in
        let minute = sample.timestamp.milliseconds / 60_000
        return (
          Slot(metric: sample.metric, second: minute * 60, unit: sample.unit),
          MetricStatistics(sample.value, times: Double(sample.count))
        )
      }
    )
  }

  /// Takes statistics in; the first ones since the last write hand in the next.
  ///
  /// A write that the caller hands in afterwards comes after it.
  func add(_ batch: some Sequence<(slot: Slot, statistics: MetricStatistics)>) {
    waiting.withLock { waiting in
      let wasEmpty = waiting.isEmpty
      for (slot, statistics) in batch {
        if waiting[slot]?.merge(statistics) == nil { waiting[slot] = statistics }
      }
      // Handed in before anybody else finds that something waits already and goes on.
      if wasEmpty, !waiting.isEmpty { post() }
    }
  }

  private func post() {
    // A write that is undone is run again, and must then find what it took the first time.
    let taken = Taken()
    database.post(bytes: MetricIntake.batchBytes) { [self] db in
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
