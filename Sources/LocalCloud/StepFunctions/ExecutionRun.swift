internal import AWSWire
internal import JSONValue
internal import StatesLanguage

/// What all runs share.
struct RunSurroundings: Sendable {
  /// Where steps become durable.
  let database: any CloudDatabase
  /// The clock of waits, retries and timeouts.
  let timer: any CloudTimer
  /// Runs the tasks that no worker takes.
  let tasks: TaskRunner
  /// Writes logs and metrics of what happens.
  let observer: RunObserver
  /// Where workers fetch the tasks of activities.
  let activities: ActivityDesk
  /// Where the random numbers of each step begin.
  let identifiers: RandomIdentifiers
}

/// What became of something that a run was told.
enum Reception: Hashable, Sendable {
  /// It went on.
  case taken
  /// It had ended, or no longer waits for that.
  case over
  /// The cloud is closing; the next start goes on from what is durable.
  case halted
}

/// One execution that runs: carries its orders out and hands every step to the database.
actor ExecutionRun {
  private var state: RunState
  private var work: [Int: Task<Void, Never>] = [:]
  /// What waits for executions that tasks have begun.
  private var watches: [Int: Task<Void, Never>] = [:]
  private var isHalted = false
  private let row: Int64
  private let arn: String
  private let machine: StoredMachine
  private let surroundings: RunSurroundings
  private let neighbours: RunNeighbours
  private let onEnd: @Sendable () -> Void
  /// The step that is durable already and not yet carried out.
  private var first: RunStep?

  /// Makes a run of an execution that is stored in the row `row`; `first` is the step that was stored
  /// with it and is still to be carried out.
  init(
    _ state: RunState,
    first: RunStep?,
    row: Int64,
    arn: String,
    machine: StoredMachine,
    surroundings: RunSurroundings,
    neighbours: RunNeighbours,
    onEnd: @escaping @Sendable () -> Void
  ) {
    (self.state, self.row, self.arn, self.machine) = (state, row, arn, machine)
    (self.surroundings, self.neighbours) = (surroundings, neighbours)
    (self.onEnd, self.first) = (onEnd, first)
  }

  /// Carries out the first step, where that has not been done.
  func begin() {
    guard let step = first, !isHalted else { return }
    first = nil
    carryOut(step)
  }

  /// Whether it only waits for a moment to come, or has ended.
  var isResting: Bool { work.isEmpty }

  /// Takes up what the state waits for: timers as they were due, tasks once more.
  func takeUp() {
    for (id, due) in state.timers { schedule(id, due) }
    for task in state.tasks.values.sorted(by: { $0.id < $1.id }) {
      if let job = task.job {
        watch(job, for: task)
      } else if !task.isHandedOver {
        run(task)
      }
    }
  }

  /// Whether a task waits for what `token` says; a task that ended does not.
  func waits(for task: Int, token: String) -> Bool { state.tasks[task]?.token == token }

  /// Stops where it is; what is durable by then is taken up by the next start.
  func halt() {
    isHalted = true
    for task in [work.values, watches.values].joined() { task.cancel() }
    for id in state.timers.keys { surroundings.timer.cancel(timerKey(id)) }
  }

  /// Goes on after something happened to a task, where that still waits under `token`.
  func tell(_ happening: Happening, of task: Int, token: String) -> Reception {
    guard waits(for: task, token: token) else { return .over }
    return tell(happening)
  }

  /// Goes on after something happened.
  @discardableResult
  func tell(_ happening: Happening) -> Reception {
    guard !isHalted else { return .halted }
    guard state.execution.outcome == nil else { return .over }
    begin()
    let now = surroundings.timer.now
    let seed = surroundings.identifiers.seed()
    let step = state.take(happening, at: Int(now.milliseconds), seed: seed)
    let change = ExecutionChange(step, state: state, at: now)
    let row = row
    surroundings.database.post(bytes: change.bytes) { db in
      try ExecutionStore.apply(change, to: row, in: db)
    }
    carryOut(step)
    return .taken
  }

  private func carryOut(_ step: RunStep) {
    surroundings.observer.recorded(
      step.events,
      of: arn,
      machine: machine,
      redriveCount: state.execution.context.redriveCount
    )
    for id in step.cancelledTasks {
      work.removeValue(forKey: id)?.cancel()
      watches.removeValue(forKey: id)?.cancel()
      surroundings.activities.withdraw(id, of: arn)
    }
    for job in step.abandonedJobs { neighbours.stop(job) }
    for id in step.cancelledTimers { surroundings.timer.cancel(timerKey(id)) }
    for timer in step.timers { schedule(timer.id, timer.due) }
    for task in step.begun { run(task) }
    guard let outcome = step.outcome else { return }
    for task in [work.values, watches.values].joined() { task.cancel() }
    for id in state.timers.keys { surroundings.timer.cancel(timerKey(id)) }
    surroundings.observer.ended(
      outcome,
      machine: machine.arn,
      started: Instant(milliseconds: Int64(state.execution.context.startTime)),
      at: surroundings.timer.now
    )
    onEnd()
  }

  private func timerKey(_ id: Int) -> String { "states.\(row).\(id)" }

  private func schedule(_ id: Int, _ due: Int) {
    surroundings.timer.schedule(timerKey(id), at: Instant(milliseconds: Int64(due))) {
      [weak self] in
      _ = await self?.tell(.timerFired(id: id))
    }
  }

  private func run(_ task: PendingTask) {
    guard task.style != .worker else { return offer(task) }
    let (runner, arn) = (surroundings.tasks, arn)
    work[task.id] = Task { [weak self] in
      let happening = await runner.run(task, of: arn)
      guard !Task.isCancelled else { return }
      await self?.finish(task.id, happening)
    }
  }

  /// Has workers find a task of an activity, where there is such an activity.
  private func offer(_ task: PendingTask) {
    let database = surroundings.database
    work[task.id] = Task { [weak self] in
      do {
        let activity = try await database.read { db in
          try ActivityStore.activity(task.resource, in: db)
        }
        await self?.offered(task, isThere: activity != nil)
      } catch {
        // The cloud is closing; the task is taken up at the next start.
      }
    }
  }

  private func offered(_ task: PendingTask, isThere: Bool) {
    guard work.removeValue(forKey: task.id) != nil else { return }
    guard isThere else {
      let cause = "The activity \(task.resource) does not exist."
      tell(.taskFailed(id: task.id, error: "States.Runtime", cause: cause))
      return
    }
    surroundings.activities.offer(ActivityDesk.Offer(execution: arn, task: task))
  }

  private func finish(_ id: Int, _ happening: Happening) {
    work[id] = nil
    tell(happening)
    if let task = state.tasks[id], let job = task.job { watch(job, for: task) }
  }

  /// Waits for the end of the execution that a task has begun.
  private func watch(_ job: String, for task: PendingTask) {
    guard !isHalted, watches[task.id] == nil else { return }
    let (neighbours, timer) = (neighbours, surroundings.timer)
    watches[task.id] = Task { [weak self] in
      let end = await neighbours.end(job)
      guard !Task.isCancelled else { return }
      await self?.ended(task.id, NestedExecution.happening(end, of: task, at: timer.now))
    }
  }

  private func ended(_ id: Int, _ happening: Happening) {
    watches[id] = nil
    tell(happening)
  }
}

extension ExecutionChange {
  /// About how much memory it takes.
  var bytes: Int {
    events.reduce(1024 + (snapshot?.utf8.count ?? 0) + (output?.utf8.count ?? 0)) {
      $0 + $1.body.utf8.count
    }
  }

  /// What a step changes.
  init(_ step: RunStep, state: RunState, at now: Instant) {
    events = step.events.map { ($0.id, $0.wire.text()) }
    status = step.outcome?.status ?? "RUNNING"
    stopped = step.outcome == nil ? nil : now.milliseconds
    // One that did not succeed may be redriven.
    snapshot = step.outcome?.status == "SUCCEEDED" ? nil : state.stored.text()
    switch step.outcome {
    case .succeeded(let output): (self.output, error, cause) = (output.text(), nil, nil)
    case .failed(let error, let cause), .aborted(let error, let cause):
      (output, self.error, self.cause) = (nil, error, cause)
    case .timedOut, nil: (output, error, cause) = (nil, nil, nil)
    }
  }
}
