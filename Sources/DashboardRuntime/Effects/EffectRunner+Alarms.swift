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
      let alarms = try await services.alarms.list()
      try Task.checkCancellation()
      let took = (runner.pacer.elapsed - start) / .milliseconds(1)
      runner.inbox.post(.roundTripMeasured(milliseconds: took))
      runner.inbox.post(.alarmsListed(alarms, at: runner.clock.now))
    } failed: { runner, failure, retryAt in
      runner.inbox.post(.alarmsFailed(failure, retryAt: retryAt))
    }
  }

  /// Reads the open alarm's history and metric, again and again.
  func watchAlarm(_ name: String) async {
    await poll("read the alarm", every: pace.openAlarm) { runner, services in
      let now = runner.clock.now
      let history = try await services.alarms.history(of: name)
      let metric = try await services.alarms.list(names: [name]).first?.metric
      let points = try await metric.asyncMap { metric in
        try await services.alarms.points(of: metric, from: now + -3_600_000, to: now + 60_000)
      }
      try Task.checkCancellation()
      runner.inbox.post(
        .alarmDescribed(name: name, history: history, points: points ?? [])
      )
    } failed: { runner, failure, _ in
      runner.inbox.post(.alarmDescriptionFailed(name: name, failure))
    }
  }
}

extension Optional {
  /// `map` for a transformation that takes time.
  fileprivate func asyncMap<Value>(
    _ transform: (Wrapped) async throws -> Value
  ) async rethrows -> Value? {
    guard let self else { return nil }
    return try await transform(self)
  }
}
