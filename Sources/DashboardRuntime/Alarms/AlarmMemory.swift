internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import Synchronization

/// The alarms as they were listed last, so that less has to be asked and made the next time.
final class AlarmMemory: Sendable {
  private struct Content {
    var roster: AlarmRoster?
    /// When all were listed last, by the pacer's time.
    var listedAt: Duration?
    /// The names of those that were changed from here since they were read.
    var changed: Set<String> = []
  }

  /// From so many alarms on, only the red ones are asked for most of the time.
  private static let many = 300

  private let content = Mutex(Content())

  /// The alarms as they were listed last.
  var roster: AlarmRoster? { content.withLock { $0.roster } }

  /// Has an alarm read the next time, whatever else is.
  func changed(_ name: String) { content.withLock { _ = $0.changed.insert(name) } }

  /// Reads how the alarms stand: all of them, or where there are many only what turns red or is red
  /// no more, as long as the list of all is young enough.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func read(_ service: AlarmService, pace: Pace, at now: Duration) async throws -> AlarmRoster {
    // What is changed from now on is read the next time, whatever this reading saw of it.
    let (known, listedAt, changed) = content.withLock { content in
      defer { content.changed = [] }
      return (content.roster, content.listedAt, content.changed)
    }
    let isYoung = listedAt.map { now - $0 < pace.allAlarms } ?? false
    let isFull: Bool
    let alarms: [Alarm]
    do {
      if isYoung, let known, known.alarms.count > AlarmMemory.many {
        isFull = false
        alarms = try await service.update(known.alarms, and: changed)
      } else {
        isFull = true
        alarms = try await service.list()
      }
    } catch {
      content.withLock { $0.changed.formUnion(changed) }
      throw error
    }
    let roster = AlarmRoster(alarms, after: known)
    content.withLock { content in
      content.roster = roster
      if isFull { content.listedAt = now }
    }
    return roster
  }
}
