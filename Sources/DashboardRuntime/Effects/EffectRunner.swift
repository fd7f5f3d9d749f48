package import AWSClient
package import AWSWire
internal import CustomerDomain
package import CustomerServices
package import Dashboard
internal import Synchronization
package import Terminal

/// Does what the dashboard wants done, off its thread, and answers with events.
///
/// Each effect runs as a task that is owned here: under its cancellation id, where the last one
/// wins, or until it ends. Closing cancels them all.
package final class EffectRunner: Sendable {
  let backend: Backend
  let inbox: EventInbox
  let logs: LogStore
  let pace: Pace
  let tailOptions: LogTail.Options
  let clock: any WallClock
  let pacer: any Pacer
  private let meter: CallMeter?
  private let tasks = Mutex(TaskTable())

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - backend: the way to the services.
  ///   - inbox: where answers go.
  ///   - pace: how often things are asked for.
  ///   - tailOptions: how logs are followed.
  ///   - clock: where the time comes from.
  ///   - pacer: how waits are waited.
  ///   - meter: what counts the calls; help says nothing of them without it.
  package init(
    backend: Backend,
    inbox: EventInbox,
    pace: Pace,
    tailOptions: LogTail.Options,
    clock: any WallClock,
    pacer: any Pacer,
    meter: CallMeter? = nil
  ) {
    self.backend = backend
    self.inbox = inbox
    self.pace = pace
    self.tailOptions = tailOptions
    self.clock = clock
    self.pacer = pacer
    self.meter = meter
    logs = LogStore(inbox: inbox, clock: clock, pacer: pacer, capacity: 200_000)
  }

  /// Begins to fetch by itself.
  package func start() {
    keep(.poll(.workflow)) { await $0.pollExecutions() }
    keep(.poll(.alarms)) { await $0.pollAlarms() }
    keep(.tail) { await $0.followLogs() }
  }

  /// Cancels everything that runs.
  package func close() {
    tasks.withLock { $0.cancelAll() }
  }

  /// Does one effect; those that only the loop can do are not for here.
  package func run(_ effect: Effect) {
    switch effect {
    case .lookUp(let id): keep(.effect(.customer(id))) { await $0.lookUp(id) }
    case .insert(let id): keep(.unique) { await $0.change(id, .insert) }
    case .delete(let id): keep(.unique) { await $0.change(id, .delete) }
    case .submit(let id): keep(.unique) { await $0.submit(id) }
    case .watchExecution(let arn): keep(.effect(.execution)) { await $0.watchExecution(arn) }
    case .showLogs(let query): keep(.effect(.logs)) { await $0.logs.show(query) }
    case .readLogEvent(let sequence):
      keep(.effect(.logEvent)) { await $0.logs.read(sequence) }
    case .describeAlarm(let name): keep(.effect(.alarm)) { await $0.watchAlarm(name) }
    case .leaveAlarm: tasks.withLock { $0.cancel(.effect(.alarm)) }
    case .refresh(let pane): refresh(pane)
    case .pausePolling: tasks.withLock { $0.cancel([.poll(.workflow), .poll(.alarms), .tail]) }
    case .resumePolling: start()
    case .countCalls:
      inbox.post(.callsCounted(meter?.rates ?? []))
    case .quit, .suspend, .redraw, .copy, .setTitle, .ringBell, .useTheme: break
    }
  }

  /// Puts text on the clipboard of the tmux around the program, and says what came of it.
  package func copy(_ text: String, through tmux: TmuxClipboard) {
    keep(.unique) { await $0.load(text, into: tmux) }
  }

  private func refresh(_ pane: Pane) {
    switch pane {
    case .customers: break
    case .workflow: keep(.poll(.workflow)) { await $0.pollExecutions() }
    case .alarms: keep(.poll(.alarms)) { await $0.pollAlarms() }
    case .logs: keep(.tail) { await $0.followLogs() }
    }
  }

  /// Runs `work` under `key`, in place of what runs under it.
  private func keep(_ key: TaskTable.Key, _ work: @escaping @Sendable (EffectRunner) async -> Void)
  {
    tasks.withLock { table in
      table.start(key) { token in
        Task { [weak self] in
          guard let self else { return }
          await work(self)
          tasks.withLock { $0.ended(token) }
        }
      }
    }
  }

  /// Lists the executions anew soon after something changed them.
  func executionsChanged() { refresh(.workflow) }
}

/// The tasks that run, by what they are for.
struct TaskTable {
  /// What a task is for.
  enum Key: Hashable, Sendable {
    case effect(EffectID)
    case poll(Pane)
    case tail
    /// Never given up for another.
    case unique
  }

  private var running: [Int: (key: Key, task: Task<Void, Never>)] = [:]
  private var nextToken = 0

  /// Starts a task and cancels the one before it under the same key.
  mutating func start(_ key: Key, _ make: (Int) -> Task<Void, Never>) {
    if key != .unique { cancel(key) }
    nextToken += 1
    running[nextToken] = (key, make(nextToken))
  }

  /// Forgets a task that has ended.
  mutating func ended(_ token: Int) { running[token] = nil }

  /// Cancels what runs under `key`.
  mutating func cancel(_ key: Key) { cancel([key]) }

  /// Cancels what runs under any of `keys`.
  mutating func cancel(_ keys: Set<Key>) {
    for (token, entry) in running where keys.contains(entry.key) {
      entry.task.cancel()
      running[token] = nil
    }
  }

  /// Cancels everything.
  mutating func cancelAll() {
    for entry in running.values { entry.task.cancel() }
    running = [:]
  }
}
