internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import Synchronization

/// The alarms as they were listed last, so that less has to be asked and made the next time.
final class AlarmMemory: Sendable {
  private struct Content {
    var roster: AlarmRoster?
    /// When all were listed last, by the pacer's time, and how long that took.
    var listing: (at: Duration, took: Duration)?
    /// The names of those that were changed from here since they were read.
    var changed: Set<String> = []
  }

  /// From so many alarms on, only the red ones are asked for most of the time.
  private static let many = 300
  /// So much longer than a list of all took it is kept, within bounds: listing is to be little work.
  private static let share = 100
  /// The longest that a list of all is kept for the time it took.
  private static let longestKept = Duration.seconds(60)

  private let content = Mutex(Content())

  /// The alarms as they were listed last.
  var roster: AlarmRoster? { content.withLock { $0.roster } }

  /// Has an alarm read the next time, whatever else is.
  func changed(_ name: String) { content.withLock { _ = $0.changed.insert(name) } }

  /// Reads how the alarms stand: all of them, or where there are many only what turns red or is red
  /// no more, as long as the list of all is young enough.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func read(
    _ service: AlarmService,
    pace: Pace,
    elapsed: @Sendable () -> Duration
  ) async throws -> AlarmRoster {
    let now = elapsed()
    // What is changed from now on is read the next time, whatever this reading saw of it.
    let (known, listing, changed) = content.withLock { content in
      defer { content.changed = [] }
      return (content.roster, content.listing, content.changed)
    }
    let isYoung = listing.map { now - $0.at < AlarmMemory.kept(took: $0.took, pace) } ?? false
    let isFull: Bool
    let roster: AlarmRoster
    do {
      if isYoung, let known, known.count > AlarmMemory.many {
        isFull = false
        let alarms = try await service.update(known.alarms, and: changed)
        roster = alarms.map { AlarmRoster($0, after: known) } ?? known
      } else {
        isFull = true
        roster = AlarmRoster(try await service.list(), after: known)
      }
    } catch {
      content.withLock { $0.changed.formUnion(changed) }
      throw error
    }
    content.withLock { content in
      content.roster = roster
      if isFull { content.listing = (now, elapsed() - now) }
    }
    return roster
  }

  /// How long a list of all is young that took so long.
  private static func kept(took: Duration, _ pace: Pace) -> Duration {
    max(pace.allAlarms, min(took * share, longestKept))
  }
}
