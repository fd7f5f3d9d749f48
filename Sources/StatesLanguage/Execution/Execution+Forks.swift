internal import JSONValue

extension Execution {
  /// How many iterations of a Map run at a time where the definition sets no limit.
  private static let inlineConcurrency = 40

  /// Begins the branches of a Parallel.
  ///
  /// - Throws: `StateFault` where their input cannot be worked out.
  mutating func fork(
    _ frame: inout Frame,
    branches: [Int],
    on input: JSON
  ) throws(StateFault) -> Move {
    var value = input
    if let template = state(of: frame).parameters {
      value = try evaluate(frame, on: input) { evaluator throws(StateFault) in
        try evaluator.value(template)
      }
    }
    let document = Document(value)
    frame.previous = record("ParallelStateStarted", nil, [:], after: frame.previous)
    frame.hasForked = true
    var fork = Fork(
      results: Array(repeating: nil, count: branches.count),
      remaining: branches.count,
      lastEvent: frame.previous
    )
    for (slot, scope) in branches.enumerated() {
      fork.live.insert(
        begin(scope, in: frame, slot: slot, document, item: frame.item, after: frame.previous)
      )
    }
    frame.activity = .forked(fork)
    return .blocked
  }

  /// Begins the first iterations of a Map.
  ///
  /// - Throws: `StateFault` where the items cannot be worked out.
  mutating func fork(
    _ frame: inout Frame,
    _ fields: MapFields,
    on input: JSON
  ) throws(StateFault) -> Move {
    let items = try items(frame, fields, on: input)
    let concurrency = try number(frame, fields.maxConcurrency, on: input)
    guard concurrency >= 0 else {
      throw StateFault.runtime("The maximum concurrency must not be negative: \(concurrency)")
    }
    frame.previous = record(
      "MapStateStarted",
      "mapStateStartedEventDetails",
      ["length": .number(JSONNumber(items.count))],
      after: frame.previous
    )
    frame.hasForked = true
    var fork = Fork(
      results: Array(repeating: nil, count: items.count),
      remaining: items.count,
      items: items,
      input: input,
      lastEvent: frame.previous
    )
    if items.isEmpty {
      record("MapStateSucceeded", nil, [:], after: frame.previous)
      return .complete(.array([]), document: nil)
    }
    let limit = concurrency == 0 ? Self.inlineConcurrency : concurrency
    while fork.nextItem < min(limit, items.count) {
      do {
        try iterate(&frame, &fork, after: frame.previous)
      } catch {
        abort(fork.live, after: frame.previous)
        throw error
      }
    }
    frame.activity = .forked(fork)
    return .blocked
  }

  private func items(
    _ frame: Frame,
    _ fields: MapFields,
    on input: JSON
  ) throws(StateFault) -> [JSON] {
    let found: JSON
    do {
      found = try evaluator(frame, input: input).value(fields.itemsPath)
    } catch {
      let step = fields.itemsPath.steps.last.map { step in
        if case .name(let name) = step { name } else { fields.itemsPath.text }
      }
      throw StateFault(
        error: "States.ReferencePathConflict",
        cause: "Unable to apply step \"\(step ?? "$")\" to input \(input.text())"
      )
    }
    guard let items = found.array else {
      throw StateFault.runtime("Reference path \"\(fields.itemsPath.text)\" must point to array.")
    }
    return items
  }

  /// Begins a Map's next iteration.
  private mutating func iterate(
    _ frame: inout Frame,
    _ fork: inout Fork,
    after previous: Int
  ) throws(StateFault) {
    guard case .map(let fields) = state(of: frame).kind else { return }
    let index = fork.nextItem
    let item = Frame.Item(index: index, value: fork.items[index])
    var value = item.value
    if let selector = fields.itemSelector {
      var inner = frame
      inner.item = item
      value = try evaluate(inner, on: fork.input) { evaluator throws(StateFault) in
        try evaluator.value(selector)
      }
    }
    fork.nextItem += 1
    let started = recordIteration("Started", frame, index: index, after: previous)
    fork.live.insert(
      begin(fields.processor, in: frame, slot: index, Document(value), item: item, after: started)
    )
  }

  private mutating func begin(
    _ scope: Int,
    in parent: Frame,
    slot: Int,
    _ input: Document,
    item: Frame.Item?,
    after previous: Int
  ) -> Int {
    let id = takeNumber()
    frames[id] = Frame(
      id: id,
      parent: parent.id,
      slot: slot,
      scope: scope,
      state: machine.scopes[scope].startAt,
      input: input,
      previous: previous,
      item: item
    )
    step.ready.append((id, .enter))
    return id
  }

  @discardableResult
  private mutating func recordIteration(
    _ what: String,
    _ frame: Frame,
    index: Int,
    after previous: Int
  ) -> Int {
    record(
      "MapIteration\(what)",
      "mapIteration\(what)EventDetails",
      ["name": .string(state(of: frame).name), "index": .number(JSONNumber(index))],
      after: previous
    )
  }

  /// Takes the result of a branch or iteration in.
  mutating func joined(_ child: Frame, _ output: JSON) {
    guard let id = child.parent, var parent = frames.removeValue(forKey: id),
      case .forked(var fork) = parent.activity
    else { return }
    parent.activity = .none
    fork.live.remove(child.id)
    fork.results[child.slot] = output
    fork.remaining -= 1
    fork.lastEvent = child.previous
    let kind = state(of: parent).kind.typeName
    if kind == "Map" {
      fork.lastEvent = recordIteration(
        "Succeeded",
        parent,
        index: child.slot,
        after: child.previous
      )
    }
    if fork.nextItem < fork.items.count {
      do throws(StateFault) {
        try iterate(&parent, &fork, after: child.previous)
      } catch {
        parent.previous = child.previous
        frames[id] = parent
        abort(fork.live, after: child.previous)
        let name = state(of: parent).name
        let fault = error.located(in: name, enteredEventId: parent.enteredEvent)
        step.ready.append((id, .failed(fault)))
        return
      }
    }
    if fork.remaining == 0 {
      parent.previous = fork.lastEvent
      record(kind + "StateSucceeded", nil, [:], after: fork.lastEvent)
      step.ready.append((id, .complete(.array(fork.results.compactMap { $0 }), document: nil)))
    } else {
      parent.activity = .forked(fork)
    }
    frames[id] = parent
  }

  /// Ends a Parallel or Map of which one branch or iteration broke.
  mutating func forkBroken(_ child: Frame, _ fault: StateFault) {
    guard let id = child.parent, var parent = frames.removeValue(forKey: id),
      case .forked(var fork) = parent.activity
    else { return }
    if case .map = state(of: parent).kind {
      recordIteration("Failed", parent, index: child.slot, after: child.previous)
    }
    // A task that failed counts as aborted with its branch; a Fail has ended by itself.
    if case .task = state(of: child).kind { recordAborted(child, after: child.previous) }
    let whole = fork
    fork.live.remove(child.id)
    parent.previous = child.previous
    parent.activity = .none
    frames[id] = parent
    let ended = abort(fork.live, after: child.previous)
    frames[id]?.suspended = Suspended(fork: whole, frames: [child] + ended)
    step.ready.append((id, .failed(fault)))
  }

  private mutating func recordAborted(_ frame: Frame, after previous: Int) {
    record(state(of: frame).kind.typeName + "StateAborted", nil, [:], after: previous)
  }

  /// Ends frames and what is below them without a result, for what `previous` tells of, and gives
  /// them as they were.
  @discardableResult
  private mutating func abort(_ live: Set<Int>, after previous: Int) -> [Frame] {
    var ended: [Frame] = []
    for id in live.sorted() {
      guard let frame = frames.removeValue(forKey: id) else { continue }
      ended.append(frame)
      let parent = frame.parent.flatMap { frames[$0] }
      // A frame that is only about to begin has no state to abort.
      let hasBegun = frame.enteredEvent > 0
      if hasBegun, let parent, case .map = state(of: parent).kind {
        recordIteration("Aborted", parent, index: frame.slot, after: previous)
      }
      switch frame.activity {
      case .forked(let fork):
        // What is below still asks what it belongs to.
        frames[id] = frame
        ended += abort(fork.live, after: previous)
        frames[id] = nil
      case .running(let run):
        owners.removeValue(forKey: run.id)
        step.orders.append(.cancelTask(id: run.id))
      case .none, .waiting, .backingOff: break
      }
      for timer in timers.filter({ $0.value.frame == id }).keys.sorted() { cancelTimer(timer) }
      if hasBegun { recordAborted(frame, after: previous) }
    }
    return ended
  }
}
