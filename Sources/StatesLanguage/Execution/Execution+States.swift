internal import JSONValue

extension Execution {
  /// What the expressions of a frame's state are worked out against.
  func evaluator(_ frame: Frame, input: JSON) -> Evaluator {
    let object = ContextObject(
      context: context,
      input: inputDocument.value,
      stateName: state(of: frame).name,
      enteredTime: frame.enteredTime,
      retryCount: state(of: frame).kind.canRetry ? frame.retryCount : nil,
      item: frame.item,
      token: frame.token
    )
    return Evaluator(
      input: input,
      context: { object.json },
      random: step.random,
      hash: machine.hash
    )
  }

  /// Works an expression out and keeps the stream of random numbers going.
  mutating func evaluate<Value>(
    _ frame: Frame,
    on input: JSON,
    _ work: (inout Evaluator) throws(StateFault) -> Value
  ) throws(StateFault) -> Value {
    var evaluator = evaluator(frame, input: input)
    defer { step.random = evaluator.random }
    return try work(&evaluator)
  }

  /// Notes that the frame is in a new state.
  mutating func enter(_ frame: inout Frame) -> Move {
    let state = state(of: frame)
    frame.previous = record(
      state.kind.typeName + "StateEntered",
      "stateEnteredEventDetails",
      [
        "name": .string(state.name), "input": .string(frame.input.text),
        "inputDetails": Self.untruncated,
      ],
      after: frame.previous
    )
    frame.enteredEvent = frame.previous
    frame.enteredTime = step.time
    frame.retries = [:]
    frame.activity = .none
    frame.hasForked = false
    frame.token = nil
    return .perform
  }

  /// The longest that a Wait waits, in seconds.
  private static let longestWait = 2_147_483_647

  /// Does a state's work, or begins it.
  ///
  /// - Throws: `StateFault` where it cannot be done.
  mutating func perform(_ frame: inout Frame) throws(StateFault) -> Move {
    let state = state(of: frame)
    let (input, document) = try effectiveInput(frame)
    switch state.kind {
    case .pass(let result):
      if let result { return .complete(result, document: nil) }
      guard let template = state.parameters else { return .complete(input, document: document) }
      let value = try evaluate(frame, on: input) { evaluator throws(StateFault) in
        try evaluator.value(template)
      }
      return .complete(value, document: nil)
    case .succeed: return .complete(input, document: document)
    case .choice(let rules, let otherwise):
      let next = try chosen(frame, rules, otherwise, on: input)
      return try leave(&frame, result: input, document: document, next: next)
    case .wait(let time):
      let due = try due(frame, time, on: input)
      guard due > step.time else { return .complete(input, document: document) }
      guard (due - step.time) / 1000 <= Self.longestWait else {
        throw StateFault.runtime("Wait state delay is too long.")
      }
      setTimer(.wait, frame: frame.id, after: due - step.time)
      frame.activity = .waiting
      return .blocked
    case .fail(let error, let cause):
      let fault = StateFault(
        error: try text(frame, error, on: input),
        cause: try text(frame, cause, on: input)
      )
      return .broken(fault)
    case .task(let fields): return try schedule(&frame, fields, on: input)
    case .parallel(let branches): return try fork(&frame, branches: branches, on: input)
    case .map(let fields): return try fork(&frame, fields, on: input)
    }
  }

  /// What of a state's input it works on, and the same with its text where that is known.
  func effectiveInput(_ frame: Frame) throws(StateFault) -> (JSON, Document?) {
    guard let path = state(of: frame).inputPath else { return (.object([:]), nil) }
    if path.isWholeInput { return (frame.input.value, frame.input) }
    return (try evaluator(frame, input: frame.input.value).selected(path), nil)
  }

  /// How a frame goes on whose Wait is over.
  func waited(_ frame: Frame) -> Move {
    // The path was followed when the Wait began, so it leads somewhere.
    guard let (input, document) = try? effectiveInput(frame) else { return .blocked }
    return .complete(input, document: document)
  }

  private func chosen(
    _ frame: Frame,
    _ rules: [ChoiceRule],
    _ otherwise: Int?,
    on input: JSON
  ) throws(StateFault) -> Int {
    let evaluator = evaluator(frame, input: input)
    for rule in rules where try evaluator.holds(rule.condition) { return rule.next }
    guard let otherwise else {
      throw StateFault.runtime(
        "Failed to transition out of the state. The state does not point to a next state."
      )
    }
    return otherwise
  }

  private mutating func text(
    _ frame: Frame,
    _ source: TextSource?,
    on input: JSON
  ) throws(StateFault) -> String? {
    switch source {
    case nil: return nil
    case .constant(let text): return text
    case .expression(let expression, let field):
      let value = try evaluate(frame, on: input) { evaluator throws(StateFault) in
        try evaluator.value(expression, field: field)
      }
      guard let text = value.string else {
        throw StateFault.runtime("The \(field) field refers to \(value.text()), which is no string")
      }
      return text
    }
  }

  private func due(
    _ frame: Frame,
    _ time: WaitTime,
    on input: JSON
  ) throws(StateFault) -> Milliseconds {
    switch time {
    case .until(let moment): return moment.milliseconds
    case .seconds(.constant(let seconds)): return step.time + seconds * 1000
    case .seconds(.path(let path, _)):
      let value = try waitValue(frame, path, "SecondsPath", on: input)
      guard let seconds = value.int else {
        throw StateFault.runtime(
          "The SecondsPath parameter cannot be parsed as a long value: \(path.text) == "
            + value.text()
        )
      }
      guard seconds >= 0 else {
        throw StateFault.runtime(
          "The SecondsPath parameter references a negative value: \(path.text) == \(seconds)"
        )
      }
      guard seconds <= 99_999_999 else {
        throw StateFault.runtime(
          "The SecondsPath parameter references a value over 99999999: \(path.text) == \(seconds)"
        )
      }
      return step.time + seconds * 1000
    case .untilPath(let path):
      let value = try waitValue(frame, path, "TimestampPath", on: input)
      guard let moment = value.string.flatMap({ Timestamp($0) }) else {
        throw StateFault.runtime(
          "The TimestampPath parameter does not reference a valid ISO-8601 extended offset "
            + "date-time format string: \(path.text) == \(value.string ?? value.text())"
        )
      }
      return moment.milliseconds
    }
  }

  private func waitValue(
    _ frame: Frame,
    _ path: JSONPath,
    _ field: String,
    on input: JSON
  ) throws(StateFault) -> JSON {
    do {
      return try evaluator(frame, input: input).value(path)
    } catch {
      throw StateFault.runtime(
        "The \(field) parameter does not reference an input value: \(path.text)"
      )
    }
  }
}

// MARK: - Leaving

extension Execution {
  /// Makes the output of a result and goes on to what follows.
  ///
  /// - Throws: `StateFault` where the output cannot be made or is too large.
  mutating func leave(
    _ frame: inout Frame,
    result: JSON,
    document: Document?,
    next: Int? = nil
  ) throws(StateFault) -> Move {
    let output = try output(frame, result, document)
    guard !output.isTooLarge else {
      let state = state(of: frame)
      if case .task(let fields) = state.kind {
        throw StateFault.dataLimit(of: fields.resource.limitName)
      }
      throw StateFault.dataLimit(of: state.name)
    }
    return exit(&frame, output, next: next)
  }

  /// Notes that the frame left its state, and goes on to what follows.
  mutating func exit(_ frame: inout Frame, _ output: Document, next: Int?) -> Move {
    let state = state(of: frame)
    frame.previous = record(
      state.kind.typeName + "StateExited",
      "stateExitedEventDetails",
      [
        "name": .string(state.name), "output": .string(output.text),
        "outputDetails": Self.untruncated,
      ],
      after: frame.previous
    )
    frame.input = output
    frame.activity = .none
    frame.suspended = nil
    if let next {
      frame.state = next
      return .enter
    }
    guard case .next(let following) = state.transition else { return .ended(output) }
    frame.state = following
    return .enter
  }

  private mutating func output(
    _ frame: Frame,
    _ result: JSON,
    _ document: Document?
  ) throws(StateFault) -> Document {
    let state = state(of: frame)
    var value = result
    var known = document
    if let selector = state.resultSelector {
      value = try evaluate(frame, on: value) { evaluator throws(StateFault) in
        try evaluator.value(selector)
      }
      known = nil
    }
    if let path = state.resultPath {
      if path != .whole {
        value = try put(value, at: path, into: frame.input.value)
        known = nil
      }
    } else {
      value = frame.input.value
      known = frame.input
    }
    guard let path = state.outputPath else { return Document(.object([:])) }
    if !path.isWholeInput { return Document(try evaluator(frame, input: value).selected(path)) }
    return known ?? Document(value)
  }

  /// Puts a result into a state's input.
  ///
  /// - Throws: `StateFault` where it does not fit there.
  func put(_ value: JSON, at path: ReferencePath, into input: JSON) throws(StateFault) -> JSON {
    do {
      return try path.put(value, into: input)
    } catch {
      throw StateFault(
        error: "States.ResultPathMatchFailure",
        cause: "Unable to apply ReferencePath \(path.text) to input \(input.text()): "
          + error.reason
      )
    }
  }
}

extension JSONPath {
  /// Whether this is `$`.
  var isWholeInput: Bool { root == .input && steps.isEmpty }
}
