internal import AWSWire
internal import Synchronization

/// Hands what is written to logs to the live tails that are open; without one it costs a glance.
final class LiveTailHub: Sendable {
  /// How many sessions an account may have at once.
  static let mostSessions = 15

  private struct Member {
    weak let session: LiveTailSession?
  }

  private let count = Atomic(0)
  private let members = Mutex<[ObjectIdentifier: Member]>([:])

  /// Takes a session in, until it is let go of.
  ///
  /// - Throws: `CloudError` where there are too many.
  func join(_ session: LiveTailSession) throws {
    try members.withLock { members in
      guard members.count < LiveTailHub.mostSessions else {
        throw CloudError("LimitExceededException", "Resource limit exceeded.")
      }
      members[ObjectIdentifier(session)] = Member(session: session)
      count.store(members.count, ordering: .releasing)
    }
  }

  /// Forgets a session.
  func leave(_ session: ObjectIdentifier) {
    members.withLock { members in
      members[session] = nil
      count.store(members.count, ordering: .releasing)
    }
  }

  /// Hands on what was written to a stream.
  func offer(_ lines: [LogLine], group: String, stream: String, ingested: Instant) {
    guard count.load(ordering: .acquiring) > 0 else { return }
    let sessions = members.withLock { members in members.values.compactMap(\.session) }
    for session in sessions {
      session.take(lines, group: group, stream: stream, ingested: ingested)
    }
  }
}
