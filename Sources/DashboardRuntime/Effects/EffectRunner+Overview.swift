internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// How many readings go by before the parts themselves are asked for again.
  private static let partsEvery = 30
  /// How much longer than until the next reading a part is lit, in milliseconds, so that it stays lit
  /// while something goes on passing through it.
  private static let afterglow: Int64 = 700

  /// Reads the overview's figures, again and again.
  func watchOverview() async {
    var parts: Overview?
    var readings = 0
    let span = Int64(pace.overview / .milliseconds(1)) + EffectRunner.afterglow
    await poll("read the overview", every: pace.overview) { runner, services in
      if parts == nil || readings.isMultiple(of: EffectRunner.partsEvery) {
        parts = try await services.overview.parts()
      }
      guard let known = parts else { return }
      readings += 1
      let figures = try await services.overview.figures(of: known, lag: runner.pace.metricLag)
      try Task.checkCancellation()
      runner.inbox.post(.overviewRead(figures, at: runner.clock.now, lighting: span))
    } failed: { runner, failure, retryAt in
      runner.inbox.post(.overviewFailed(parts, failure, retryAt: retryAt))
    }
  }
}
