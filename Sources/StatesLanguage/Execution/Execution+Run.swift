internal import JSONValue

extension Execution {
  /// How many events a history may have.
  static let historyLimit = 25_000

  /// Begins a step at a moment.
  mutating func begin(at time: Milliseconds, seed: UInt64) {
    step = Step()
    step.time = time
    step.random = SeededRandom(seed: seed)
  }

  /// Moves the frames that can move until none can, and hands the orders over.
  mutating func run() -> [Order] {
    var place = 0
    while place < step.ready.count, outcome == nil, !step.isFull {
      let (id, move) = step.ready[place]
      place += 1
      if let frame = frames.removeValue(forKey: id) { drive(frame, move) }
      // The queue is cut now and then rather than at each step, which would be quadratic.
      if place == 1024 {
        step.ready.removeFirst(place)
        place = 0
      }
    }
    if step.isFull, outcome == nil { overflow() }
    var orders = step.orders
    if !step.events.isEmpty { orders.insert(.record(step.events), at: 0) }
    step = Step()
    return orders
  }

  /// Moves one frame until it is blocked or has ended.
  mutating func drive(_ frame: consuming Frame, _ first: Move) {
    var move = first
    while true {
      if step.isFull {
        frames[frame.id] = frame
        return
      }
      switch move {
      case .enter: move = enter(&frame)
      case .perform:
        move = attempt(&frame) { execution, frame throws(StateFault) in
          try execution.perform(&frame)
        }
      case .complete(let result, let document):
        move = attempt(&frame) { execution, frame throws(StateFault) in
          try execution.leave(&frame, result: result, document: document)
        }
      case .failed(let fault): move = recover(&frame, fault)
      case .blocked:
        frames[frame.id] = frame
        return
      case .ended(let output):
        end(frame, output)
        return
      case .broken(let fault):
        breakOff(frame, fault)
        return
      }
    }
  }

  /// Says where a fault happened that a part of a state's work throws.
  private mutating func attempt(
    _ frame: inout Frame,
    _ work: (inout Execution, inout Frame) throws(StateFault) -> Move
  ) -> Move {
    do {
      return try work(&self, &frame)
    } catch {
      let name = state(of: frame).name
      return .failed(error.located(in: name, enteredEventId: frame.enteredEvent))
    }
  }

  /// The state that a frame is in.
  func state(of frame: Frame) -> State { machine.scopes[frame.scope].states[frame.state] }

  private mutating func end(_ frame: Frame, _ output: Document) {
    guard frame.parent == nil else { return joined(frame, output.value) }
    record(
      "ExecutionSucceeded",
      "executionSucceededEventDetails",
      ["output": .string(output.text), "outputDetails": Self.untruncated],
      after: frame.previous,
      isLast: true
    )
    finish(.succeeded(output: output.value))
  }

  private mutating func breakOff(_ frame: Frame, _ fault: StateFault) {
    guard frame.parent == nil else { return forkBroken(frame, fault) }
    frames[frame.id] = frame
    record(
      "ExecutionFailed",
      "executionFailedEventDetails",
      Self.details(fault),
      after: frame.previous,
      isLast: true
    )
    finish(.failed(error: fault.error, cause: fault.cause))
  }

  private mutating func overflow() {
    let cause = "The execution reached the maximum number of history events (\(Self.historyLimit))."
    let fault = StateFault.runtime(cause)
    record(
      "ExecutionFailed",
      "executionFailedEventDetails",
      Self.details(fault),
      after: nextEventId - 1,
      isLast: true
    )
    finish(.failed(error: fault.error, cause: fault.cause))
  }

  /// Ends the execution as somebody asked.
  mutating func stopped(error: String?, cause: String?) {
    let fault = StateFault(error: error, cause: cause)
    record(
      "ExecutionAborted",
      "executionAbortedEventDetails",
      Self.details(fault),
      after: 0,
      isLast: true
    )
    finish(.aborted(error: error, cause: cause))
  }

  /// Ends the execution whose time is over.
  mutating func timedOut() {
    record("ExecutionTimedOut", "executionTimedOutEventDetails", [:], after: 0, isLast: true)
    finish(.timedOut)
  }

  private mutating func finish(_ outcome: ExecutionOutcome) {
    self.outcome = outcome
    step.orders += owners.keys.sorted().map { .cancelTask(id: $0) }
    step.orders += timers.keys.sorted().map { .cancelTimer(id: $0) }
    owners = [:]
    timers = [:]
    step.orders.append(.finish(outcome))
  }
}

// MARK: - Timers

extension Execution {
  /// A number that nothing else has.
  mutating func takeNumber() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  /// Orders a timer.
  @discardableResult
  mutating func setTimer(_ purpose: TimerPurpose, frame: Int, after span: Milliseconds) -> Int {
    let id = takeNumber()
    timers[id] = ExecutionTimer(frame: frame, purpose: purpose)
    step.orders.append(.setTimer(id: id, due: step.time + span))
    return id
  }

  /// Takes a timer's order back.
  mutating func cancelTimer(_ id: Int?) {
    guard let id, timers.removeValue(forKey: id) != nil else { return }
    step.orders.append(.cancelTimer(id: id))
  }

  /// Goes on with what a timer was set for.
  mutating func timerFired(_ id: Int) {
    guard let timer = timers.removeValue(forKey: id) else { return }
    switch timer.purpose {
    case .execution: timedOut()
    case .wait:
      guard let frame = frames[timer.frame] else { return }
      step.ready.append((timer.frame, waited(frame)))
    case .retry: step.ready.append((timer.frame, .perform))
    case .timeout, .heartbeat:
      guard let frame = frames[timer.frame], case .running(let run) = frame.activity else { return }
      let limit: StateFault.Limit = timer.purpose == .timeout ? .time : .silence
      withTask(run.id) { $0.taskTimedOut(&$1, &$2, limit) }
    }
  }
}
