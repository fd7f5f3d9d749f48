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

  /// Reads the open alarm's history, metric and listeners, again and again; once while paused, and no
  /// more what is not permitted.
  func watchAlarm(_ name: String) async {
    var watch = AlarmWatch(every: pace.openAlarm)
    var denials: [ServiceFailure] = []
    while !Task.isCancelled {
      let reading = await readAlarm(name, watch.next())
      guard !Task.isCancelled else { return }
      let wait = watch.took(failed: reading.failed, denied: reading.denied)
      var report = reading.report
      report.alsoTell(denials)
      denials = report.failures.filter(\.isAccessDenied)
      if let wait, watch.isRetrying, !isPaused {
        report.retryAt = clock.now + Int64(wait.wholeMilliseconds)
      }
      inbox.post(.alarmDescribed(report))
      guard let wait, !isPaused else { return }
      try? await pacer.sleep(for: wait)
    }
  }

  private func readAlarm(
    _ name: String,
    _ parts: Set<AlarmWatch.Part>
  ) async -> AlarmReader.Reading {
    do {
      let reader = AlarmReader(service: try await backend.services.alarms, now: clock.now)
      return try await reader.read(parts, of: name, known: alarms.roster?.alarm(name))
    } catch {
      let failure = ServiceFailure(error, doing: "read the alarm")
      return AlarmReader.Reading(
        report: AlarmReport(name: name, failures: [failure]),
        failed: parts,
        denied: failure.isAccessDenied ? parts : []
      )
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
