internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// Lists the alarms, again and again; the time that takes is the header's round trip.
  func pollAlarms() async {
    await poll("list alarms", every: pace.alarms) { runner, services in
      let start = runner.pacer.elapsed
      let roster = try await runner.alarms.read(services.alarms, pace: runner.pace) {
        runner.pacer.elapsed
      }
      try Task.checkCancellation()
      let took = (runner.pacer.elapsed - start) / .milliseconds(1)
      runner.inbox.post(.roundTripMeasured(milliseconds: took))
      runner.inbox.post(.alarmsRead(roster, at: runner.clock.now))
    } failed: { runner, failure, retryAt in
      runner.inbox.post(.alarmsFailed(failure, retryAt: retryAt))
    }
  }

  /// Reads the open alarm's history, metric and listeners, again and again.
  func watchAlarm(_ name: String) async {
    var topics: [NotifiedTopic]?
    await poll("read the alarm", every: pace.openAlarm) { runner, services in
      let reader = AlarmReader(service: services.alarms, now: runner.clock.now)
      let known = runner.alarms.roster?.alarm(name)
      let report = try await reader.report(of: name, known: known, topics: topics)
      // Who listens seldom changes: it is read when the alarm is opened, and when that is asked for.
      if report.failures.isEmpty { topics = report.topics }
      try Task.checkCancellation()
      runner.inbox.post(.alarmDescribed(report))
    } failed: { runner, failure, _ in
      runner.inbox.post(.alarmDescribed(AlarmReport(name: name, failures: [failure])))
    }
  }

  /// Changes an alarm, and says what came of it.
  func changeAlarm(_ change: AlarmChange) async {
    var failure: ServiceFailure?
    do {
      let alarms = try await backend.services.alarms
      switch change {
      case .mute(let name): try await alarms.setActions(of: name, enabled: false)
      case .unmute(let name): try await alarms.setActions(of: name, enabled: true)
      case .set(let name, let state):
        let reason = "set to \(state.rawValue) by hand for a test, with rollcall"
        try await alarms.setState(name, to: state, reason: reason)
      }
    } catch {
      failure = ServiceFailure(error, doing: "change the alarm")
    }
    guard !Task.isCancelled else { return }
    alarms.changed(change.name)
    inbox.post(.alarmChanged(change, failure, at: clock.now))
  }
}
