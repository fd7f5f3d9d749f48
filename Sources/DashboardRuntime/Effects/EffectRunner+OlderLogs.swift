internal import AWSClient
internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard

extension EffectRunner {
  /// Events as old as this may be put into a group that was just made (CloudWatch Logs,
  /// PutLogEvents), in milliseconds.
  private static let greatestAge: Int64 = 14 * 86_400_000
  /// How many stretches are read for one look at the past.
  private static let stretches = 14

  /// Reads what was not read of the past, until some is found.
  func readOlderLogs(_ reading: LogReading, number: Int) async {
    guard await logs.beginPast(number) else { return }
    do {
      let service = try await backend.services.pastLogs
      let groups = try await service.datedGroups(logSource.groups)
      guard !groups.isEmpty else { throw EffectRunner.noGroups }
      let bottom = (groups.map(\.createdAt).min() ?? service.now) + -EffectRunner.greatestAge
      let isAtEnd = try await read(reading, service, groups.map(\.name), bottom)
      await logs.endPast(isAtEnd ? .end : .unread, number)
    } catch {
      let reason = ServiceFailure(error, doing: "read older lines").reason
      await logs.endPast(Task.isCancelled ? .unread : .failed(reason), number)
    }
  }

  /// Reads stretch after stretch; whether nothing can be left before all that was read.
  private func read(
    _ reading: LogReading,
    _ service: LogService,
    _ groups: [String],
    _ bottom: Instant
  ) async throws -> Bool {
    guard var stretch = await logs.stretch(for: reading, bottom: bottom) else { return false }
    let isBeforeAll = if case .before = reading { true } else { false }
    for _ in 0..<EffectRunner.stretches {
      let (events, read) = try await events(of: stretch, service, groups)
      try Task.checkCancellation()
      await logs.take(events, of: read)
      guard let next = read.next(found: events.count) else { return isBeforeAll && read.isLast }
      stretch = next
    }
    return false
  }

  /// What became too much for one stretch, and the one to be read in its place.
  private struct TooMuch: Error {
    let shorter: PastStretch
  }

  /// Reads a stretch, or as much of its end as is not too much.
  private func events(
    of wanted: PastStretch,
    _ service: LogService,
    _ groups: [String]
  ) async throws -> (events: [LogEvent], stretch: PastStretch) {
    var stretch = wanted
    while true {
      var found: [LogEvent] = []
      do {
        try await service.read(
          groups,
          since: stretch.start,
          until: stretch.end,
          filter: logSource.pattern
        ) { events in
          found += events
          guard found.count > PastStretch.most, let reached = found.last?.timestamp,
            let shorter = stretch.shorter(found: found.count, by: reached)
          else { return }
          throw TooMuch(shorter: shorter)
        }
        return (found, stretch)
      } catch let tooMuch as TooMuch {
        stretch = tooMuch.shorter
      }
    }
  }
}
