package import AWSWire
internal import CustomerDomain
internal import Terminal

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
    if let ends = workflow.note?.ends { moments.append(ends) }
    if isLooking { moments.append(Patience.nextChange(since: startedAt, now: now)) }
    moments += freshnesses.compactMap(\.lastSuccess).map { Age.data.nextChange($0, now: now) }
    moments += Pane.allCases.compactMap(overdueMoment)
    if let last = logs.tail?.lastSuccess { moments.append(Age.data.nextChange(last, now: now)) }
    if let open = openWhy, let content = content(of: open), content.report == nil {
      moments.append(Patience.nextChange(since: content.askedAt, now: now))
    }
    let whyRetry = openWhy.flatMap { content(of: $0)?.retryAt }
    let alarmRetry = openAlarmName.flatMap { alarms.reports[$0]?.retryAt }
    for retry in freshnesses.map(\.retryAt) + [logs.tail?.retryAt, whyRetry, alarmRetry] {
      if let retry, retry > now { moments.append(now + ((retry - now - 1) % 1000 + 1)) }
    }
    return moments + (showsOverview ? overviewMoments : rowMoments)
  }

  /// The next change of the overview: the age of its figures, and what is lit.
  private var overviewMoments: [Instant] {
    let freshness = overview.freshness
    let age = freshness.lastSuccess.map { Age.data.nextChange($0, now: now) }
    let retry = freshness.retryAt.flatMap { $0 > now ? now + (($0 - now - 1) % 1000 + 1) : nil }
    let wait = freshness.isLoading ? Patience.nextChange(since: startedAt, now: now) : nil
    return [age, retry, wait].compactMap(\.self) + overview.lit.values
  }

  /// The next change of what stands in the panes, which the overview covers.
  private var rowMoments: [Instant] {
    var moments: [Instant] = []
    let running = workflow.visible.prefix(200).filter { !$0.execution.status.isFinal }
    moments += running.map { Took.nextChange(since: $0.execution.startedAt, now: now) }
    let states = workflow.report?.detail.states.filter { $0.stoppedAt == nil } ?? []
    moments += states.map {
      Took.nextChange(since: $0.startedAt + ($0.idleMilliseconds ?? 0), now: now)
    }
    if times == .age { moments += listedAges.map { Age.event.nextChange($0, now: now) } }
    if logs.times == .age {
      moments += logs.lines.map { Age.event.nextChange($0.timestamp, now: now) }
    }
    return moments + agesAlways.map { Age.event.nextChange($0, now: now) }
  }

  /// The moments that lists and an alarm's history show as ages where ages are shown.
  private var listedAges: [Instant] {
    customers.visible.prefix(200).map(\.at)
      + workflow.visible.prefix(200).map(\.execution.startedAt)
      + alarms.visible.prefix(200).map(\.alarm.since)
      + (openAlarmName.flatMap { alarms.reports[$0] }?.history?.prefix(200).map(\.timestamp) ?? [])
  }

  /// The moments that are shown as ages whatever style is chosen: in the title of an opened alarm,
  /// and in the line to which the Alarms pane is closed.
  private var agesAlways: [Instant] {
    let opened = openAlarmName.flatMap { alarms.row($0)?.alarm.since }
    let explained = openWhy.flatMap { content(of: $0)?.report?.explanation.alarm?.since }
    let isClosed = paneRects[.alarms]?.height == 1
    let red = isClosed ? alarms.worst : []
    return [opened, explained].compactMap(\.self) + red.map(\.alarm.since)
  }
}
