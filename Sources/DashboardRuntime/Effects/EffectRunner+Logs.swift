internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// How much of the past is read at the start, in milliseconds.
  private static let past: Int64 = 900_000

  /// Follows all of the backend's log groups, from where it was last left off.
  func followLogs() async {
    var backoff = Backoff()
    while !Task.isCancelled {
      do {
        let service = try await backend.services.logs
        // Late events are read again from before the newest one; the store drops what it holds.
        let since = await logs.newest.map { $0 + -300_000 } ?? clock.now + -EffectRunner.past
        let groups = try await service.groups()
        guard !groups.isEmpty else {
          throw ServiceFailure(
            kind: .notFound,
            action: "follow logs",
            reason: "none of the backend's groups exists",
            advice: "check the region and the account"
          )
        }
        try await service.follow(groups, since: since, options: tailOptions) { [logs] output in
          await logs.take(output)
        }
      } catch {
        guard !Task.isCancelled else { return }
        let wait = backoff.failed()
        let status = TailStatus(
          groupCount: 0,
          failure: ServiceFailure(error, doing: "follow logs"),
          retryAt: clock.now + wait
        )
        await logs.take(.status(status))
        try? await pacer.sleep(for: .milliseconds(wait))
      }
    }
  }
}
