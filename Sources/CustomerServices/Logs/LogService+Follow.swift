internal import AWSClient
package import AWSWire
package import CustomerDomain

extension LogService {
  /// What a tail has to tell.
  package enum TailOutput: Sendable {
    /// Events, ordered by time; earlier ones than were told may be among them.
    case events([LogEvent])
    /// How the tail stands.
    case status(TailStatus)
    /// A stretch of time that was skipped.
    case gap(LogGap)
    /// What had been skipped was told after all.
    case filled(LogGap)
  }

  private enum Happening: Sendable {
    case answer(LogTail.Call, LogTail.Page)
    case failure(LogTail.Call, ServiceFailure)
    case cancelled
    case woke(Instant)
    case hurried
    case opened(any AWSEvents)
    case update(LogTail.Update, any AWSEvents)
    case closed(ServiceFailure?)
  }

  /// What is followed, and by which of the two ways.
  private struct Followed {
    var tail: LogTail
    /// `nil` where Live Tail is not asked for.
    var live: LiveTailPlan?

    func status(at now: Instant) -> TailStatus {
      var status = tail.status(at: now)
      status.live = live?.standing
      return status
    }
  }

  /// Follows groups until the task is cancelled.
  ///
  /// - Parameters:
  ///   - groups: the groups' full names.
  ///   - since: where to begin.
  ///   - options: how to read; different for AWS and the local cloud.
  ///   - hurries: asks for what waits for its turn, or to be tried again, to be done now.
  ///   - deliver: takes what there is to tell; while it works, nothing further is read.
  /// - Throws: `CancellationError`.
  package func follow(
    _ groups: [String],
    since: Instant,
    options: LogTail.Options,
    hurries: AsyncStream<Void>? = nil,
    deliver: @Sendable (TailOutput) async -> Void
  ) async throws {
    let steady = SteadyClock(clock, pacer)
    var followed = Followed(
      tail: LogTail(groups: groups, since: since, options: options, at: steady.now)
    )
    if options.usesLiveTail {
      followed.live = LiveTailPlan(groupCount: followed.tail.groups.count, at: steady.now)
    }
    try await withThrowingTaskGroup(of: Happening.self) { tasks in
      var reported: TailStatus?
      var alarmClocks: Set<Instant> = []
      if let hurries { tasks.addTask { await next(of: hurries) } }
      while true {
        try Task.checkCancellation()
        if let attempt = followed.live?.nextAttempt, attempt <= steady.now {
          followed.live?.opens()
          let groups = followed.tail.groups.map(\.name)
          tasks.addTask { await opening(groups, options) }
        }
        switch followed.tail.next(at: steady.now) {
        case .call(let call): tasks.addTask { await happening(of: call) }
        case .emit(let events): await deliver(.events(events))
        case .gap(let gap): await deliver(.gap(gap))
        case .filled(let gap): await deliver(.filled(gap))
        case .wait(let until):
          let status = followed.status(at: steady.now)
          if status.isWorthTelling(after: reported) {
            reported = status
            await deliver(.status(steady.onTheWall(status)))
          }
          let until = [until, followed.live?.nextAttempt].compactMap(\.self).min()
          if let until, alarmClocks.allSatisfy({ $0 > until }) {
            alarmClocks.insert(until)
            tasks.addTask { await alarm(at: until, steady) }
          }
          guard let happening = try await tasks.next() else { return }
          if case .woke(let moment) = happening { alarmClocks.remove(moment) }
          if case .hurried = happening, let hurries {
            tasks.addTask { await next(of: hurries) }
          }
          if case .opened(let session) = happening {
            tasks.addTask { await self.happening(in: session) }
          }
          if case .update(_, let session) = happening {
            tasks.addTask { await self.happening(in: session) }
          }
          take(happening, into: &followed, at: steady.now)
        }
      }
    }
  }

  private func take(_ happening: Happening, into followed: inout Followed, at now: Instant) {
    switch happening {
    case .answer(let call, let page): followed.tail.answered(call, page, at: now)
    case .failure(let call, let failure):
      followed.tail.failed(call, failure, random: pacer.unitRandom(), at: now)
    case .opened: break
    case .update(let update, _):
      if !followed.tail.isLive {
        followed.live?.began(at: now)
        followed.tail.liveBegan(at: now)
      }
      followed.live?.told(isSampled: update.isSampled)
      followed.tail.heard(update, at: now)
    case .closed(let failure):
      followed.live?.ended(failure, random: pacer.unitRandom(), at: now)
      followed.tail.liveEnded(at: now)
    case .hurried:
      followed.tail.hurry(at: now)
      followed.live?.hurry(at: now)
    case .woke, .cancelled: break
    }
  }

  private func next(of hurries: AsyncStream<Void>) async -> Happening {
    for await _ in hurries { return .hurried }
    return .cancelled
  }

  private func opening(_ groups: [String], _ options: LogTail.Options) async -> Happening {
    do {
      return .opened(try await openLiveTail(groups, filter: options.filter))
    } catch let failure as ServiceFailure {
      return .closed(failure)
    } catch {
      return .cancelled
    }
  }

  private func happening(in session: any AWSEvents) async -> Happening {
    do {
      guard let update = try await nextUpdate(of: session) else { return .closed(nil) }
      return .update(update, session)
    } catch let failure as ServiceFailure {
      return .closed(failure)
    } catch {
      return .cancelled
    }
  }

  private func happening(of call: LogTail.Call) async -> Happening {
    do {
      return .answer(call, try await fetch(call))
    } catch let failure as ServiceFailure {
      return .failure(call, failure)
    } catch {
      return .cancelled
    }
  }

  private func alarm(at moment: Instant, _ steady: SteadyClock) async -> Happening {
    let wait = max(1, moment - steady.now)
    try? await pacer.sleep(for: .milliseconds(wait))
    return .woke(moment)
  }
}

/// Moments that never go back: the wall clock's at the start, and the time that passed since.
private struct SteadyClock: Sendable {
  private let wall: any WallClock
  private let pacer: any Pacer
  private let start: Instant
  private let begun: Duration

  init(_ wall: any WallClock, _ pacer: any Pacer) {
    self.wall = wall
    self.pacer = pacer
    start = wall.now
    begun = pacer.elapsed
  }

  var now: Instant { start + Int64((pacer.elapsed - begun) / .milliseconds(1)) }

  /// A status with its moments as the wall clock has them now, for people.
  func onTheWall(_ status: TailStatus) -> TailStatus {
    var status = status
    let shift = wall.now - now
    status.lastSuccess = status.lastSuccess.map { $0 + shift }
    status.retryAt = status.retryAt.map { $0 + shift }
    if case .unavailable(let failure, let retryAt) = status.live {
      status.live = .unavailable(failure, retryAt: retryAt.map { $0 + shift })
    }
    return status
  }
}

extension TailStatus {
  /// Whether it differs from what was told last in more than how the milliseconds stand.
  fileprivate func isWorthTelling(after last: TailStatus?) -> Bool {
    guard let last else { return true }
    return failure != last.failure || hasReadAll != last.hasReadAll || live != last.live
      || retryAt != last.retryAt || groupCount != last.groupCount
      || abs(lagMilliseconds - last.lagMilliseconds) >= 500
      || (lastSuccess.map { new in last.lastSuccess.map { new - $0 >= 1000 } ?? true } ?? false)
  }
}
