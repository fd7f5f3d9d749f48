package import AWSWire

/// What Live Tail is to a tail: it says where there is something to read.
///
/// Its events have no ids and may be a sample, so that none is shown: a group that it names is read at
/// once, and again until nothing comes any more, as all groups are without it. Rounds of all groups go
/// on, more seldom, and find what it did not tell.
extension LogTail {
  /// What a session told.
  package struct Update: Hashable, Sendable {
    /// The names of the groups that something came of.
    package var groups: Set<String>
    /// Whether more came than was told.
    package var isSampled: Bool

    /// Makes an update.
    package init(groups: Set<String>, isSampled: Bool = false) {
      self.groups = groups
      self.isSampled = isSampled
    }
  }

  /// Takes note that a session stands.
  ///
  /// What came before it is told by nobody, so that a round of all groups follows.
  package mutating func liveBegan(at now: Instant) {
    isLive = true
    lastHeard = now
    for index in groups.indices { groups[index].listen(from: now) }
    pace = options.fastestPace
    nextRoundAt = min(nextRoundAt, now)
  }

  /// Takes what a session told.
  package mutating func heard(_ update: Update, at now: Instant) {
    guard isLive else { return }
    lastHeard = now
    // Of a group that is not known by the name that was told, nothing can be said.
    let isEach = update.isSampled || !update.groups.isSubset(of: groups.map(\.name))
    for index in groups.indices {
      if isEach || update.groups.contains(groups[index].name) {
        groups[index].wake(at: now, options: options)
      } else {
        groups[index].heardNothing(at: now)
      }
    }
  }

  /// Takes note that no session stands any more: from now on it polls as without one.
  package mutating func liveEnded(at now: Instant) {
    guard isLive else { return }
    isLive = false
    for index in groups.indices { groups[index].listen(from: nil) }
    pace = options.fastestPace
    nextRoundAt = min(nextRoundAt, now)
  }
}
