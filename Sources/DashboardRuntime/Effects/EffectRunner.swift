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
  /// The way to the services.
  let backend: Backend
  /// Where answers go.
  let inbox: EventInbox
  /// The scrollback.
  let logs: LogStore
  /// The alarms as they were listed last.
  let alarms = AlarmMemory()
  /// How often things are asked for.
  let pace: Pace
  /// How logs are followed.
  let tailOptions: LogTail.Options
  /// Where the time comes from.
  let clock: any WallClock
  /// How waits are waited.
  let pacer: any Pacer
  /// What there is around the dashboard on this machine.
  let surroundings: Surroundings
  /// The person's home folder, which `~` stands for in names of files.
  let home: String?
  private let meter: CallMeter?
  private let tasks = Mutex(TaskTable())
  private let standing = Mutex(StandingOrders())
  /// Asks the tail to read now; `nil` while none goes on.
  private let tailHurries = Mutex<AsyncStream<Void>.Continuation?>(nil)

  /// Makes a runner.
  ///
  /// - Parameters:
  ///   - backend: the way to the services.
  ///   - inbox: where answers go.
  ///   - pace: how often things are asked for.
  ///   - tailOptions: how logs are followed.
  ///   - clock: where the time comes from.
  ///   - pacer: how waits are waited.
  ///   - logFolders: where the log's text may be kept in unnamed files; in memory without any.
  ///   - meter: what counts the calls; help says nothing of them without it.
  ///   - surroundings: where contexts and the typed commands are kept.
  ///   - home: the person's home folder, which `~` stands for in names of files.
  package init(
    backend: Backend,
    inbox: EventInbox,
    pace: Pace,
    tailOptions: LogTail.Options,
    clock: any WallClock,
    pacer: any Pacer,
    logFolders: [String] = [],
    meter: CallMeter? = nil,
    surroundings: Surroundings = Surroundings(),
    home: String? = nil
  ) {
    self.backend = backend
    self.inbox = inbox
    self.pace = pace
    self.tailOptions = tailOptions
    self.clock = clock
    self.pacer = pacer
    self.meter = meter
    self.surroundings = surroundings
    self.home = home
    logs = LogStore(
      inbox: inbox,
      pacer: pacer,
      capacity: 1_000_000,
      byteCapacity: 1 << 30,
      folders: logFolders
    )
  }

  /// Begins to fetch by itself.
  package func start() {
    for pane in Pane.allCases { refresh(pane) }
  }

  /// Whether nothing is fetched but what is asked for, and that once.
  var isPaused: Bool { standing.withLock { $0.isPaused } }

  /// Which log lines are read.
  var logSource: LogSource { standing.withLock { $0.logSource } }

  /// Cancels everything that runs.
  package func close() {
    tasks.withLock { $0.cancelAll() }
  }

  /// Does one effect; those that only the loop can do are not for here.
  package func run(_ effect: Effect) {
    standing.withLock { $0.take(effect) }
    let key = effect.id.map(TaskTable.Key.effect) ?? .unique
    switch effect {
    case .lookUp(let id): keep(key) { await $0.lookUp(id) }
    case .lookUpAll(let ids, let batch): keep(key) { await $0.lookUp(ids, batch: batch) }
    case .stopLookUps: tasks.withLock { $0.cancel(key) }
    case .insert(let id): keep(key) { await $0.change(id, .insert) }
    case .delete(let id): keep(key) { await $0.change(id, .delete) }
    case .submit(let id): keep(key) { await $0.submit(id) }
    case .watchExecution(let arn): keep(key) { await $0.watchExecution(arn) }
    case .listOlder(let status, let token): keep(key) { await $0.listOlder(status, token) }
    case .readFacts(let runs): keep(key) { await $0.readFacts(runs) }
    case .readRunPart(let part, let report): keep(key) { $0.lay(out: part, of: report) }
    case .compareExecution(let detail): keep(key) { await $0.compare(detail) }
    case .stopExecution(let arn): keep(key) { await $0.change(.stop, arn: arn) }
    case .redriveExecution(let arn): keep(key) { await $0.change(.redrive, arn: arn) }
    case .startAgain(let detail): keep(key) { await $0.startAgain(detail) }
    case .showLogs(let query): keep(key) { await $0.logs.show(query) }
    case .readLogEvent(let sequence): keep(key) { await $0.logs.read(sequence) }
    case .checkLogSource(let source): keep(key) { await $0.check(source) }
    case .followLogs:
      tasks.withLock { $0.cancel([.effect(.olderLogs), .effect(.logEvent)]) }
      refresh(.logs)
    case .readOlderLogs(let reading, let number):
      keep(key) { await $0.readOlderLogs(reading, number: number) }
    case .save(let order): keep(key) { await $0.save(order) }
    case .describeAlarm(let name): keep(key) { await $0.watchAlarm(name) }
    case .changeAlarm(let change): keep(key) { await $0.changeAlarm(change) }
    case .leaveAlarm: tasks.withLock { $0.cancel(key) }
    case .watchOverview: keep(key) { await $0.watchOverview() }
    case .leaveOverview: tasks.withLock { $0.cancel(key) }
    case .explain(let subject): keep(key) { await $0.explain(subject) }
    case .trace(let incident, let subject): keep(key) { await $0.trace(incident, of: subject) }
    case .leaveWhy: tasks.withLock { $0.cancel([key, .effect(.trace)]) }
    case .refresh(let pane):
      if pane != .logs || isPaused || !hurryTail() { refresh(pane) }
    case .pausePolling: tasks.withLock { $0.cancel(StandingOrders.tasks) }
    case .resumePolling:
      start()
      for effect in standing.withLock({ $0.effects }) { run(effect) }
    case .countCalls:
      inbox.post(.callsCounted(meter?.rates ?? []))
    case .listContexts: keep(key) { await $0.listContexts() }
    case .checkContext(let name): keep(key) { await $0.checkContext(name) }
    case .readHistory: keep(key) { await $0.readHistory() }
    case .keepCommand(let line): keep(key) { await $0.keepCommand(line) }
    case .quit, .suspend, .redraw, .copy, .setTitle, .ringBell, .notify, .useTheme,
      .changeContext, .saveScreenshot:
      break
    }
  }

  /// Puts text on the clipboard of the tmux around the program, and says what came of it.
  package func copy(_ text: String, through tmux: TmuxClipboard) {
    keep(.unique) { await $0.load(text, into: tmux) }
  }

  /// Fetches what a pane shows, now and from then on.
  package func refresh(_ pane: Pane) {
    switch pane {
    case .customers: break
    case .workflow: keep(.effect(.refresh(pane))) { await $0.pollExecutions() }
    case .alarms: keep(.effect(.refresh(pane))) { await $0.pollAlarms() }
    case .logs: keep(.effect(.refresh(pane))) { await $0.readLogs() }
    }
  }

  /// What a tail that begins is hurried by, in place of the one before.
  func newHurries() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    tailHurries.withLock { $0 = continuation }
    return stream
  }

  /// Has the tail read now, which loses nothing that it knows; `false` where none goes on.
  private func hurryTail() -> Bool {
    tailHurries.withLock { continuation in
      switch continuation?.yield() {
      case nil, .terminated: false
      // Where it was asked for already, once is enough.
      default: true
      }
    }
  }

  /// Runs `work` under `key`, in place of what runs under it.
  func keep(_ key: TaskTable.Key, _ work: @escaping @Sendable (EffectRunner) async -> Void) {
    tasks.withLock { table in
      table.start(key) { token in
        Task(priority: key.isBackground ? .utility : nil) { [weak self] in
          guard let self else { return }
          await work(self)
          tasks.withLock { $0.ended(token) }
        }
      }
    }
  }
}
