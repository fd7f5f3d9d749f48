package import AWSWire
internal import CustomerDomain

/// When the screen would next look different by the passing of time alone; `nil` for never.
package func nextTick(_ state: DashboardState) -> Instant? {
  state.tickingMoments.filter { $0 > state.now }.min()
}

extension DashboardState {
  /// The next change of each age, countdown and clock that is in sight.
  fileprivate var tickingMoments: [Instant] {
    let minute = Instant(milliseconds: (now.milliseconds / 60_000 + 1) * 60_000)
    let freshnesses = [workflow.freshness, alarms.freshness]
    var moments = [minute]
    // A message that came without a moment gets one by the next tick.
    if let message { moments.append(message.ends ?? now + 1) }
    if isLooking { moments.append(Patience.nextChange(since: startedAt, now: now)) }
    moments += freshnesses.compactMap(\.lastSuccess).map { Age.data.nextChange($0, now: now) }
    if let last = logs.tail?.lastSuccess { moments.append(Age.data.nextChange(last, now: now)) }
    for retry in freshnesses.map(\.retryAt) + [logs.tail?.retryAt] {
      if let retry, retry > now { moments.append(now + ((retry - now - 1) % 1000 + 1)) }
    }
    return moments + rowMoments
  }

  private var rowMoments: [Instant] {
    var moments: [Instant] = []
    let running = workflow.visible.prefix(200).filter { !$0.execution.status.isFinal }
    moments += running.map { Took.nextChange(since: $0.execution.startedAt, now: now) }
    let states = workflow.report?.detail.states.filter { $0.stoppedAt == nil } ?? []
    moments += states.map { Took.nextChange(since: $0.startedAt, now: now) }
    guard times == .age || logs.times == .age else { return moments }
    if times == .age {
      moments += customers.visible.prefix(200).map { Age.event.nextChange($0.at, now: now) }
      moments += workflow.visible.prefix(200).map {
        Age.event.nextChange($0.execution.startedAt, now: now)
      }
    }
    moments +=
      alarms.detail?.history.prefix(200).map { Age.event.nextChange($0.timestamp, now: now) } ?? []
    moments += alarms.visible.prefix(200).map { Age.event.nextChange($0.alarm.since, now: now) }
    if logs.times == .age {
      moments += logs.lines.map { Age.event.nextChange($0.timestamp, now: now) }
    }
    return moments
  }
}
