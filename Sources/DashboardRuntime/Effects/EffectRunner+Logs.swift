internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// How much of the past is read at the start, in milliseconds.
  private static let past: Int64 = 900_000

  /// Reads the log from where that was last left off: once while nothing is fetched by itself, else
  /// on and on.
  func readLogs() async {
    let source = logSource
    await logs.read(from: source)
    if isPaused { await readLogsOnce(source) } else { await followLogs(source) }
  }

  private func followLogs(_ source: LogSource) async {
    var backoff = Backoff()
    var options = tailOptions
    options.filter = source.pattern
    while !Task.isCancelled {
      do {
        let service = try await backend.services.logs
        let groups = try await groups(of: source, service)
        let since = await start(service)
        let hurries = newHurries()
        try await service.follow(groups, since: since, options: options, hurries: hurries) {
          [logs] output in await logs.take(output, serviceNow: service.now)
        }
      } catch {
        guard !Task.isCancelled else { return }
        let wait = backoff.failed()
        let status = TailStatus(
          groupCount: 0,
          failure: ServiceFailure(error, doing: "follow logs"),
          retryAt: clock.now + wait
        )
        await logs.take(.status(status), serviceNow: clock.now)
        try? await pacer.sleep(for: .milliseconds(wait))
      }
    }
  }

  private func readLogsOnce(_ source: LogSource) async {
    do {
      let service = try await backend.services.logs
      let groups = try await groups(of: source, service)
      let begin = service.now
      let since = await start(service)
      try await service.read(groups, since: since, filter: source.pattern) { [logs] events in
        await logs.take(.events(events), serviceNow: service.now)
      }
      await logs.reached(begin)
    } catch {
      guard !Task.isCancelled else { return }
      let failure = ServiceFailure(error, doing: "read logs")
      let status = TailStatus(groupCount: 0, failure: failure)
      await logs.take(.status(status), serviceNow: clock.now)
    }
  }

  /// Asks the service whether it would read lines of a source.
  ///
  /// What keeps it from answering speaks against nothing: the tail goes on trying, and says so.
  func check(_ source: LogSource) async {
    var refusal: ServiceFailure?
    do {
      let service = try await backend.services.logs
      // Of those that the service names none is missing, and one stands for all.
      let isNamed = !source.groups.isEmpty
      let groups = try await isNamed ? service.fullNames(source.groups) : service.groups()
      try await service.probe(isNamed ? groups : Array(groups.prefix(1)), filter: source.pattern)
    } catch let failure as ServiceFailure where [.invalidInput, .notFound].contains(failure.kind) {
      refusal = failure
    } catch {
      guard !Task.isCancelled else { return }
    }
    inbox.post(.logSourceChecked(source, refusal))
  }

  private func start(_ service: LogService) async -> Instant {
    let now = service.now
    let since = await logs.resumePoint(now: now) ?? now + -EffectRunner.past
    await logs.begin(at: now, since: since)
    return since
  }

  /// The groups that are read.
  private func groups(of source: LogSource, _ service: LogService) async throws -> [String] {
    guard source.groups.isEmpty else { return try await service.fullNames(source.groups) }
    let groups = try await service.groups()
    guard groups.isEmpty else { return groups }
    throw EffectRunner.noGroups
  }

  /// There is nothing to read.
  static let noGroups = ServiceFailure(
    kind: .notFound,
    action: "read logs",
    reason: "none of the backend's groups exists",
    advice: "check the region and the account"
  )
}
