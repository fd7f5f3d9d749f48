internal import JSONValue
internal import StatesLanguage

/// A task that an execution waits for.
struct PendingTask: Sendable {
  /// The number that the execution knows it by.
  let id: Int
  /// The ARN of a function or an integration.
  let resource: String
  /// What the task is given.
  let parameters: JSON
  /// By what token a callback or a worker speaks of it.
  let token: String?
  /// Who ends it.
  let style: TaskRequest.Style
  /// Whether what it calls has answered, or a worker has taken it.
  var isHandedOver = false
  /// The execution whose end it waits for, once that is begun.
  var job: String?
}

/// What has to be done after a step.
struct RunStep: Sendable {
  /// The history events to add, in order.
  var events: [HistoryEvent] = []
  /// The tasks to begin.
  var begun: [PendingTask] = []
  /// The numbers of the tasks to give up.
  var cancelledTasks: [Int] = []
  /// The executions that tasks which were given up had begun and waited for.
  var abandonedJobs: [String] = []
  /// Timers and when they are due, in milliseconds since the epoch.
  var timers: [(id: Int, due: Int)] = []
  /// The numbers of the timers to forget.
  var cancelledTimers: [Int] = []
  /// How the execution ended, where it has.
  var outcome: ExecutionOutcome?
}

/// An execution with what it waits for: a value that can be stored and taken up again.
struct RunState: Sendable {
  /// The execution itself.
  private(set) var execution: Execution
  /// The tasks that are under way, by their numbers.
  private(set) var tasks: [Int: PendingTask] = [:]
  /// When the timers are due, in milliseconds since the epoch.
  private(set) var timers: [Int: Int] = [:]

  /// Wraps an execution that has not started.
  init(_ execution: Execution) { self.execution = execution }

  /// Enters the first state.
  mutating func start(at time: Int, seed: UInt64) -> RunStep {
    settle(execution.start(at: time, seed: seed), time, seed)
  }

  /// Goes on after something happened.
  mutating func take(_ happening: Happening, at time: Int, seed: UInt64) -> RunStep {
    switch happening {
    case .taskSucceeded(let id, _), .taskFailed(let id, _, _): tasks[id] = nil
    case .taskSubmitted(let id, let output):
      tasks[id]?.isHandedOver = true
      if tasks[id]?.style == .job { tasks[id]?.job = output["ExecutionArn"]?.string }
    case .taskStarted(let id, _): tasks[id]?.isHandedOver = true
    case .timerFired(let id): timers[id] = nil
    default: break
    }
    return settle(execution.handle(happening, at: time, seed: seed), time, seed)
  }

  /// Goes on where the execution had ended.
  mutating func redrive(at time: Int, seed: UInt64) -> RunStep {
    settle(execution.redrive(at: time, seed: seed), time, seed)
  }

  private mutating func settle(_ orders: [Order], _ time: Int, _ seed: UInt64) -> RunStep {
    var step = RunStep()
    var (orders, seed) = (orders[...], seed)
    while let order = orders.popFirst() {
      switch order {
      case .record(let events): step.events += events
      case .runTask(let request):
        let task = PendingTask(
          id: request.id,
          resource: request.resource,
          parameters: request.parameters,
          token: request.token,
          style: request.style
        )
        tasks[task.id] = task
        step.begun.append(task)
        // A task is handed over at once, so its start belongs to the same step; an activity's
        // begins when a worker takes it.
        guard task.style != .worker else { continue }
        seed &+= 1
        orders += execution.handle(.taskStarted(id: task.id), at: time, seed: seed)
      case .cancelTask(let id):
        let given = tasks.removeValue(forKey: id)
        if let job = given?.job { step.abandonedJobs.append(job) }
        step.begun.removeAll { $0.id == id }
        step.cancelledTasks.append(id)
      case .setTimer(let id, let due):
        timers[id] = due
        step.timers.append((id, due))
      case .cancelTimer(let id):
        timers[id] = nil
        step.timers.removeAll { $0.id == id }
        step.cancelledTimers.append(id)
      case .finish(let outcome): step.outcome = outcome
      }
    }
    return step
  }

  /// The state as it is stored.
  var stored: JSON {
    [
      "execution": execution.snapshot,
      "tasks": .array(
        tasks.values.sorted { $0.id < $1.id }.map { task in
          [
            "id": JSON(task.id), "resource": .string(task.resource),
            "parameters": task.parameters, "token": JSON(task.token),
            "style": .string(task.style.rawValue), "isHandedOver": .bool(task.isHandedOver),
            "job": JSON(task.job),
          ]
        }
      ),
      "timers": .array(
        timers.sorted { $0.key < $1.key }.map { ["id": JSON($0.key), "due": JSON($0.value)] }
      ),
    ]
  }

  /// Reads what `stored` gave.
  ///
  /// - Throws: `SnapshotError` where it is not of the machine.
  init(stored: JSON, machine: StateMachine) throws {
    execution = try Execution(snapshot: stored["execution"] ?? .null, machine: machine)
    for task in stored["tasks"]?.array ?? [] {
      guard let id = task["id"]?.int, let resource = task["resource"]?.string else { continue }
      tasks[id] = PendingTask(
        id: id,
        resource: resource,
        parameters: task["parameters"] ?? [:],
        token: task["token"]?.string,
        style: task["style"]?.string.flatMap { TaskRequest.Style(rawValue: $0) } ?? .answer,
        isHandedOver: task["isHandedOver"]?.bool ?? false,
        job: task["job"]?.string
      )
    }
    for timer in stored["timers"]?.array ?? [] {
      guard let id = timer["id"]?.int, let due = timer["due"]?.int else { continue }
      timers[id] = due
    }
  }
}
