package import AWSWire
internal import CustomerDomain

extension LogTail {
  /// What to do now; ask again at once after each step but a wait.
  package mutating func next(at now: Instant) -> Step {
    if !gaps.isEmpty { return .gap(gaps.removeFirst()) }
    // In a flood the next page is on its way while the one before is shown.
    if pending.count >= options.batchSize, let call = beginCall(at: now) { return .call(call) }
    if shouldEmit(at: now) {
      defer { pending = [] }
      return .emit(pending.isOrdered ? pending : pending.sorted())
    }
    if pending.isEmpty, !filled.isEmpty { return .filled(filled.removeFirst()) }
    if isRoundOver(at: now) {
      if now >= nextRoundAt {
        beginRound(of: groups.indices, at: now)
        isRoundWhole = true
        nextRoundAt = now + max(pace, callTime)
      } else {
        beginRound(of: groups.indices.filter { groups[$0].isAwake(at: now) }, at: now)
      }
    }
    if let call = beginCall(at: now) { return .call(call) }
    return .wait(until: nextMoment(after: now))
  }

  /// How long the call budget makes a round of all groups last, with late scans in between; a round
  /// that began sooner would never let the one before end.
  private var callTime: Int64 {
    options.callsPerSecond.map { Int64(Double(groups.count) * 1500 / $0) } ?? 0
  }

  private mutating func beginCall(at now: Instant) -> Call? {
    guard let call = nextCall(at: now) else { return nil }
    callsUnderWay += 1
    // Calls come as many at once as may be under way: what reads seldom lets the machine sleep. What
    // Live Tail names need not wait for a round's calls, which are few then.
    callsAtOnce += 1
    if isLive || callsAtOnce >= options.concurrency {
      // The time that the calls before the last one took has been paid for with it.
      let paid = options.timePerCall * Int64(callsAtOnce - 1)
      nextCallAt = max(nextCallAt, now + -paid) + paid + options.timePerCall
      callsAtOnce = 0
    }
    return call
  }

  private func shouldEmit(at now: Instant) -> Bool {
    !pending.isEmpty && (isRoundOver(at: now) || pending.count >= options.batchSize)
  }

  /// Whether nothing is worth waiting for any more in the present round.
  private func isRoundOver(at now: Instant) -> Bool {
    roundMembers.isEmpty || now - roundStartedAt >= options.patience
  }

  private mutating func beginRound(of members: some Collection<Int>, at now: Instant) {
    guard !members.isEmpty else { return }
    for index in members where groups[index].recent == nil {
      groups[index].beginRecent(service, options: options, at: now)
      roundMembers.insert(index)
    }
    roundStartedAt = now
    roundFoundEvents = false
  }

  private mutating func nextCall(at now: Instant) -> Call? {
    guard callsUnderWay < options.concurrency, now >= nextCallAt else { return nil }
    // What is new comes first, but where it takes the whole budget, late scans get each fifth call;
    // in a flood they get none.
    if recentCallsInRow >= 4, let call = lateCall(at: now) { return call }
    guard
      let index = readyGroups(at: now, { $0.recent?.isReady == true })
        .min(by: { groups[$0].lastCallAt < groups[$1].lastCallAt })
    else { return budgetIsTakenUntil.map { $0 > now } ?? false ? nil : lateCall(at: now) }
    recentCallsInRow += 1
    return groups[index].beginCall(isLate: false, options: options, at: now)
  }

  /// Until when the call budget is for what is new, as pages of it are known to wait; `nil` where none
  /// are.
  private var budgetIsTakenUntil: Instant? {
    guard options.callsPerSecond != nil else { return nil }
    return groups.compactMap { $0.recent?.token == nil ? nil : $0.recent?.calledAt }.max()
      .map { $0 + options.patience }
  }

  private mutating func lateCall(at now: Instant) -> Call? {
    // The groups' late scans take turns; a group that is flooded, or cannot be read, loses its turn.
    let calm = readyGroups(at: now) { !$0.isFlooded(options, at: now) }
    if !groups.contains(where: { $0.isReadingLate && !$0.isFlooded(options, at: now) }),
      let (index, _) = calm.filter({ groups[$0].isLateDue(options, at: now) })
        .map({ ($0, groups[$0].lateDueAt(options, at: now)) }).min(by: { $0.1 < $1.1 })
    {
      groups[index].beginLate(options: options, at: now)
    }
    guard let index = calm.first(where: { groups[$0].late?.isReady == true }) else { return nil }
    recentCallsInRow = 0
    return groups[index].beginCall(isLate: true, options: options, at: now)
  }

  private func readyGroups(at now: Instant, _ isWanted: (GroupTail) -> Bool) -> [Int] {
    groups.indices.filter { groups[$0].retryAt <= now && isWanted(groups[$0]) }
  }

  /// The next moment at which there may be something to do; `nil` where only an answer can change
  /// anything.
  private func nextMoment(after now: Instant) -> Instant? {
    var moments: [Instant] = []
    let nextRoundAt = min(nextRoundAt, groups.compactMap(\.nextWake).min() ?? nextRoundAt)
    if roundMembers.isEmpty {
      moments.append(nextRoundAt)
    } else {
      moments.append(max(roundStartedAt + options.patience, pending.isEmpty ? nextRoundAt : now))
    }
    if callsUnderWay < options.concurrency {
      let calm = groups.filter { !$0.isFlooded(options, at: now) }
      let hasLate = calm.contains { $0.isReadingLate }
      for group in groups where group.recent?.isReady == true {
        moments.append(max(nextCallAt, group.retryAt))
      }
      if let budgetIsTakenUntil { moments.append(budgetIsTakenUntil) }
      // What ends a flood is an answer, which is waited for anyway.
      for group in calm {
        if group.late?.isReady == true { moments.append(max(nextCallAt, group.retryAt)) }
        if !hasLate, group.canReadLate(options, at: now) {
          moments.append(max(nextCallAt, group.lateDueAt(options, at: now), group.retryAt))
        }
      }
    }
    return moments.filter { $0 > now }.min()
  }
}
