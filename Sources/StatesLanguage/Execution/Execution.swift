package import JSONValue

/// One run of a state machine: a value that takes what happens and returns what is to be done.
///
/// Control runs in a tree of frames: the top level, and below a Parallel or Map a frame a branch
/// or iteration. Each step takes a frame out, moves it until it is blocked or ended, and goes on
/// with the frames that became ready thereby.
package struct Execution: Sendable {
  /// The machine that runs.
  package let machine: StateMachine
  /// What is known of the execution from outside.
  package internal(set) var context: ExecutionContext
  /// How it ended, where it has.
  package internal(set) var outcome: ExecutionOutcome?
  /// The number that the next history event gets.
  package internal(set) var nextEventId = 1

  /// The input, with its text.
  let inputDocument: Document
  /// The frames by their numbers; 0 is the top level.
  var frames: [Int: Frame] = [:]
  /// The frame that each task under way belongs to.
  var owners: [Int: Int] = [:]
  /// What timers that are set are for, by their numbers.
  var timers: [Int: ExecutionTimer] = [:]
  /// The number that the next frame, task or timer gets.
  var nextNumber = 1
  /// What the present call has gathered.
  var step = Step()

  /// Makes an execution that has not started.
  package init(machine: StateMachine, input: JSON, context: ExecutionContext) {
    self.machine = machine
    self.context = context
    inputDocument = Document(input)
  }

  /// Enters the first state.
  ///
  /// - Parameters:
  ///   - time: what time it is.
  ///   - seed: where this step's random numbers come from.
  /// - Returns: what is to be done; nothing where it has been started before.
  package mutating func start(at time: Milliseconds, seed: UInt64) -> [Order] {
    guard nextEventId == 1 else { return [] }
    begin(at: time, seed: seed)
    record(
      "ExecutionStarted",
      "executionStartedEventDetails",
      [
        "input": .string(inputDocument.text), "inputDetails": Self.untruncated,
        "roleArn": .string(context.roleArn),
      ],
      after: 0
    )
    if let seconds = machine.timeoutSeconds {
      setTimer(.execution, frame: 0, after: seconds * 1000)
    }
    frames[0] = Frame(
      id: 0,
      parent: nil,
      slot: 0,
      scope: 0,
      state: machine.scopes[0].startAt,
      input: inputDocument,
      previous: 0
    )
    step.ready.append((0, .enter))
    return run()
  }

  /// Goes on after something happened.
  ///
  /// - Parameters:
  ///   - happening: what happened.
  ///   - time: what time it is.
  ///   - seed: where this step's random numbers come from.
  /// - Returns: what is to be done; nothing where it does not concern the execution any more.
  package mutating func handle(
    _ happening: Happening,
    at time: Milliseconds,
    seed: UInt64
  ) -> [Order] {
    guard outcome == nil, nextEventId > 1 else { return [] }
    begin(at: time, seed: seed)
    switch happening {
    case .taskStarted(let id, let worker):
      withTask(id) { $0.taskStarted(&$1, &$2, worker: worker) }
    case .taskSubmitted(let id, let output):
      withTask(id) { $0.taskSubmitted(&$1, &$2, output: output) }
    case .taskHeartbeat(let id): withTask(id) { $0.taskHeartbeat(&$1, &$2) }
    case .taskSucceeded(let id, let output):
      withTask(id) { $0.taskSucceeded(&$1, &$2, output: output) }
    case .taskFailed(let id, let error, let cause):
      withTask(id) { $0.taskFailed(&$1, &$2, StateFault(error: error, cause: cause)) }
    case .timerFired(let id): timerFired(id)
    case .stopped(let error, let cause): stopped(error: error, cause: cause)
    }
    return run()
  }
}

/// What one call gathers.
struct Step: Sendable {
  /// The moment of the step.
  var time: Milliseconds = 0
  /// Where random values come from.
  var random = SeededRandom(seed: 0)
  /// The history events so far.
  var events: [HistoryEvent] = []
  /// What is to be done so far.
  var orders: [Order] = []
  /// The frames that can move, and how.
  var ready: [(frame: Int, move: Move)] = []
  /// Whether the history has no room for more.
  var isFull = false
}

/// How a frame moves on.
enum Move: Sendable {
  /// Into its state.
  case enter
  /// Through its state's work, at first or again.
  case perform
  /// Out of its state with a result; `document` is the same where its text is known.
  case complete(JSON, document: Document?)
  /// To where the state's error handling says.
  case failed(StateFault)
  /// Not before something happens.
  case blocked
  /// Out of its last state.
  case ended(Document)
  /// Out, by an error that its state did not handle.
  case broken(StateFault)
}
