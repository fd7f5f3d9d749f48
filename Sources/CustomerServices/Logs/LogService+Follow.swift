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
  }

  /// Follows groups until the task is cancelled.
  ///
  /// - Parameters:
  ///   - groups: the groups' full names.
  ///   - since: where to begin.
  ///   - options: how to read; different for AWS and the local cloud.
  ///   - deliver: takes what there is to tell; while it works, nothing further is read.
  /// - Throws: `CancellationError`.
  package func follow(
    _ groups: [String],
    since: Instant,
    options: LogTail.Options,
    deliver: @Sendable (TailOutput) async -> Void
  ) async throws {
    let steady = SteadyClock(clock, pacer)
    var tail = LogTail(groups: groups, since: since, options: options, at: steady.now)
    try await withThrowingTaskGroup(of: Happening.self) { tasks in
      var reported: TailStatus?
      var alarmClocks: Set<Instant> = []
      while true {
        try Task.checkCancellation()
        switch tail.next(at: steady.now) {
        case .call(let call): tasks.addTask { await happening(of: call) }
        case .emit(let events): await deliver(.events(events))
        case .gap(let gap): await deliver(.gap(gap))
        case .filled(let gap): await deliver(.filled(gap))
        case .wait(let until):
          let status = tail.status(at: steady.now)
          if status.isWorthTelling(after: reported) {
            reported = status
            await deliver(.status(steady.onTheWall(status)))
          }
          if let until, alarmClocks.allSatisfy({ $0 > until }) {
            alarmClocks.insert(until)
            tasks.addTask { await alarm(at: until, steady) }
          }
          guard let happening = try await tasks.next() else { return }
          if case .woke(let moment) = happening { alarmClocks.remove(moment) }
          take(happening, into: &tail, at: steady.now)
        }
      }
    }
  }

  private func take(_ happening: Happening, into tail: inout LogTail, at now: Instant) {
    switch happening {
    case .answer(let call, let page): tail.answered(call, page, at: now)
    case .failure(let call, let failure):
      tail.failed(call, failure, random: pacer.unitRandom(), at: now)
    case .woke, .cancelled: break
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
    return status
  }
}

extension TailStatus {
  /// Whether it differs from what was told last in more than how the milliseconds stand.
  fileprivate func isWorthTelling(after last: TailStatus?) -> Bool {
    guard let last else { return true }
    return failure != last.failure || hasReadAll != last.hasReadAll || retryAt != last.retryAt || groupCount != last.groupCount
      || abs(lagMilliseconds - last.lagMilliseconds) >= 500
      || (lastSuccess.map { new in last.lastSuccess.map { new - $0 >= 1000 } ?? true } ?? false)
  }
}
