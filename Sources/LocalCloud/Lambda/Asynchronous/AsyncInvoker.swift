internal import AWSWire
internal import GRDB
internal import JSONValue

/// Runs what was accepted for functions, a bounded number at a time, and tries again what failed.
///
/// What is due when lies in the database, so that it goes on after a restart. An event is forgotten
/// only after a try of it ended: one that the cloud's end cut short is made again.
actor AsyncInvoker {
  /// How many events are under way at a time.
  private static let width = 250
  /// The timer's key of the next event that is due.
  private static let key = "lambda.events"
  /// How long a failed write or read is let be before it is tried again, in milliseconds.
  private static let pause: Int64 = 1000

  private let database: any CloudDatabase
  private let runner: FunctionRunner
  private let configs: EventInvokeConfigs
  private let caller: any AWSCaller
  private let background: BackgroundWork
  private let timer: any CloudTimer

  private var underWay: Set<Int64> = []
  /// What ended while the database was asked what is due, and may still be in its answer.
  private var ended: Set<Int64> = []
  private var isAsking = false
  private var mustAskAgain = false
  /// Whether there is more that is due than there was room for.
  private var hasBacklog = false
  private var armedFor: Instant?

  /// Makes an invoker that has nothing to do yet.
  init(
    database: any CloudDatabase,
    runner: FunctionRunner,
    configs: EventInvokeConfigs,
    caller: any AWSCaller,
    background: BackgroundWork
  ) {
    (self.database, self.runner, self.configs) = (database, runner, configs)
    (self.caller, self.background, timer) = (caller, background, runner.around.timer)
  }

  /// Whether nothing is under way; what waits for a later try is left for then.
  var isIdle: Bool { underWay.isEmpty && !isAsking }

  /// Accepts an event for a function, durably.
  ///
  /// - Throws: `CloudError` where the storage fails.
  nonisolated func accept(_ payload: JSON, for function: String, requestID: String) async throws {
    let now = timer.now
    let event = try await database.write { db in
      try AsyncInvocationStore.add(
        payload,
        function: function,
        requestID: requestID,
        at: now,
        in: db
      )
    }
    record("AsyncEventsReceived", 1, "Count", of: event)
    await take(event)
  }

  private func take(_ event: AsyncInvocation) {
    guard underWay.count < AsyncInvoker.width else { return hasBacklog = true }
    start(event)
  }

  /// Takes up what is due, as much as there is room for, and sets the clock for what comes next.
  func takeUp() async {
    guard !isAsking else { return mustAskAgain = true }
    isAsking = true
    repeat {
      mustAskAgain = false
      ended = []
      await ask()
    } while mustAskAgain
    isAsking = false
  }

  private func ask() async {
    let (now, limit) = (timer.now, AsyncInvoker.width + underWay.count)
    let found = try? await database.read { db in
      (
        due: try AsyncInvocationStore.due(at: now, limit: limit, in: db),
        next: try AsyncInvocationStore.nextDue(after: now, in: db)
      )
    }
    guard let found else { return arm(for: now + AsyncInvoker.pause) }
    hasBacklog = found.due.count == limit
    for event in found.due where !underWay.contains(event.id) && !ended.contains(event.id) {
      take(event)
    }
    if let next = found.next { arm(for: next) }
  }

  private func arm(for due: Instant) {
    guard armedFor.map({ due < $0 }) ?? true else { return }
    armedFor = due
    timer.schedule(AsyncInvoker.key, at: due) { [weak self] in await self?.ring() }
  }

  private func ring() async {
    armedFor = nil
    await takeUp()
  }

  private func start(_ event: AsyncInvocation) {
    underWay.insert(event.id)
    background.start { [self] in
      await (event.record == nil ? attempt(event) : tell(event))
      await end(event)
    }
  }

  private func end(_ event: AsyncInvocation) async {
    underWay.remove(event.id)
    ended.insert(event.id)
    // Asking for each one would read the same rows over and over.
    if hasBacklog, underWay.count <= AsyncInvoker.width / 2 { await takeUp() }
  }

  /// Runs the function for an event once, and notes what follows.
  private nonisolated func attempt(_ first: AsyncInvocation) async {
    var event = first
    let config = configs.config(of: event.function)
    let retry = config?.retry ?? AsyncRetry()
    var result: InvocationResult?
    var outcome = AsyncRetry.Outcome.refused
    if !retry.isExpired(accepted: event.accepted, now: timer.now) {
      record("AsyncEventAge", Double(timer.now - event.accepted), "Milliseconds", of: event)
      do {
        let run = try await runner.invocation(
          of: event.function,
          payload: event.payload,
          requestID: event.requestID
        )
        result = run.result
        event.attempts += 1
        outcome = run.result.functionError == nil ? .succeeded : .failed
      } catch {
        event.refusals += 1
        let error = error as? CloudError
        outcome = error?.status == 404 ? .impossible : .refused
      }
      // A try that the cloud's own end cut short is no failure: the next owner goes on with it.
      if Task.isCancelled { return }
    }
    let step = retry.step(
      after: outcome,
      attempts: event.attempts,
      refusals: event.refusals,
      accepted: event.accepted,
      now: timer.now
    )
    switch step {
    case .tryAgain(let due): return await postpone(event, until: due)
    case .succeed: await finish(event, .success, result, config?.onSuccess)
    case .giveUp(let condition):
      record("AsyncEventsDropped", 1, "Count", of: event)
      await finish(event, condition, result, config?.onFailure)
    case .drop:
      record("AsyncEventsDropped", 1, "Count", of: event)
      await note { [event] db in try AsyncInvocationStore.remove(event.id, in: db) }
    }
  }

  /// Ends an event, where a destination is to be told of it after that has been done.
  private nonisolated func finish(
    _ event: AsyncInvocation,
    _ condition: InvocationRecord.Condition,
    _ result: InvocationResult?,
    _ destination: String?
  ) async {
    guard let destination, let spec = try? runner.spec(event.function) else {
      return await note { db in try AsyncInvocationStore.remove(event.id, in: db) }
    }
    var told = event
    told.refusals = 0
    told.record = InvocationRecord(
      event,
      condition,
      result: result,
      functionARN: spec.arn,
      to: destination,
      now: timer.now
    )
    // Durable first: the function must not run once more because a destination did not answer.
    let now = timer.now
    await note { [told] db in try AsyncInvocationStore.postpone(told, until: now, in: db) }
    await tell(told)
  }

  /// Tells a destination what became of an event, and puts that off where it cannot be told now.
  private nonisolated func tell(_ first: AsyncInvocation) async {
    var event = first
    let outcome = await handOver(event.record)
    if Task.isCancelled { return }
    if outcome != .succeeded {
      event.refusals += 1
      let step = AsyncRetry().step(
        after: outcome,
        attempts: event.attempts,
        refusals: event.refusals,
        accepted: event.accepted,
        now: timer.now
      )
      if case .tryAgain(let due) = step { return await postpone(event, until: due) }
      record("DestinationDeliveryFailures", 1, "Count", of: event)
    }
    await note { [event] db in try AsyncInvocationStore.remove(event.id, in: db) }
  }

  private nonisolated func handOver(_ record: InvocationRecord?) async -> AsyncRetry.Outcome {
    guard let call = record?.call else { return .impossible }
    do {
      let answer = try await caller.call(call)
      return (answer["FailedEntryCount"]?.int ?? 0) == 0 ? .succeeded : .impossible
    } catch let error as AWSError {
      return error.kind == .throttled || error.status >= 500 ? .refused : .impossible
    } catch {
      return .refused
    }
  }

  private nonisolated func postpone(_ event: AsyncInvocation, until due: Instant) async {
    await note { db in try AsyncInvocationStore.postpone(event, until: due, in: db) }
    await arm(for: due)
  }

  /// Writes until it is written: an event whose end is not noted would be tried again at once.
  private nonisolated func note(
    _ body: @escaping @Sendable (Database) throws -> Void
  ) async {
    while !Task.isCancelled {
      do {
        return try await database.write(body)
      } catch {
        await timer.pause("\(AsyncInvoker.key).\(UniqueID.uuid())", until: timer.now + Self.pause)
      }
    }
  }

  private nonisolated func record(
    _ name: String,
    _ value: Double,
    _ unit: String,
    of event: AsyncInvocation
  ) {
    let key = MetricKey(
      namespace: "AWS/Lambda",
      name: name,
      dimensions: ["FunctionName": event.function]
    )
    runner.around.metrics.record([
      MetricSample(key, value, unit: unit, timestamp: timer.now)
    ])
  }
}
