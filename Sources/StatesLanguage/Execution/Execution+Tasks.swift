internal import JSONValue

extension Execution {
  /// Orders a frame's task.
  ///
  /// - Throws: `StateFault` where its parameters cannot be worked out.
  mutating func schedule(
    _ frame: inout Frame,
    _ fields: TaskFields,
    on input: JSON
  ) throws(StateFault) -> Move {
    let state = state(of: frame)
    var run = TaskRun(id: takeNumber())
    if fields.resource.style == .activity || fields.resource.waitsForToken {
      frame.token = token(ofTask: run.id)
    }
    var parameters = input
    if let template = state.parameters {
      parameters = try evaluate(frame, on: input) { evaluator throws(StateFault) in
        try evaluator.value(template)
      }
    }
    let timeout = try seconds(frame, fields.timeout, on: input)
    let heartbeat = try seconds(frame, fields.heartbeat, on: input)
    frame.previous = recordScheduled(
      fields.resource,
      parameters,
      timeout: timeout,
      heartbeat: heartbeat,
      after: frame.previous
    )
    step.orders.append(
      .runTask(
        TaskRequest(
          id: run.id,
          stateName: state.name,
          resource: fields.resource.arn,
          parameters: parameters,
          timeoutSeconds: timeout,
          heartbeatSeconds: heartbeat,
          retryCount: frame.retryCount,
          token: frame.token,
          style: fields.resource.ending
        )
      )
    )
    run.timeoutSeconds = timeout
    run.heartbeatSeconds = heartbeat
    // An activity's time runs from when a worker takes it.
    if fields.resource.style != .activity { watch(&run, of: frame) }
    owners[run.id] = frame.id
    frame.activity = .running(run)
    return .blocked
  }

  /// Sets the timers that watch a task.
  private mutating func watch(_ run: inout TaskRun, of frame: Frame) {
    run.timeoutTimer = run.timeoutSeconds.map {
      setTimer(.timeout, frame: frame.id, after: $0 * 1000)
    }
    run.heartbeatTimer = run.heartbeatSeconds.map {
      setTimer(.heartbeat, frame: frame.id, after: $0 * 1000)
    }
  }

  /// A token that says where its task is, and that nobody can guess.
  private mutating func token(ofTask id: Int) -> String {
    Base64.encode(Array("\(context.executionArn) \(id) \(step.random.uuid())".utf8))
  }

  /// The execution and the task that a token speaks of; `nil` where it is none of ours.
  package static func place(ofToken token: String) -> (executionArn: String, task: Int)? {
    guard let bytes = Base64.decode(token), let text = String(validating: bytes, as: UTF8.self)
    else { return nil }
    let parts = text.split(separator: " ")
    guard parts.count == 3, let task = Int(parts[1]) else { return nil }
    return (String(parts[0]), task)
  }

  private func seconds(
    _ frame: Frame,
    _ source: NumberSource?,
    on input: JSON
  ) throws(StateFault) -> Int? {
    guard let source else { return nil }
    let seconds = try number(frame, source, on: input)
    guard (1...99_999_999).contains(seconds) else {
      throw StateFault.runtime("The number of seconds must be from 1 to 99999999, not \(seconds)")
    }
    return seconds
  }

  /// A number that is given or looked up.
  ///
  /// - Throws: `StateFault` where there is none.
  func number(
    _ frame: Frame,
    _ source: NumberSource,
    on input: JSON
  ) throws(StateFault) -> Int {
    switch source {
    case .constant(let number): return number
    case .path(let path, let field):
      let value = try evaluator(frame, input: input).selected(path)
      guard let number = value.int else {
        throw StateFault.runtime(
          "The \(field) field refers to value \"\(value.string ?? value.text())\" which is not a valid integer: "
            + path.text
        )
      }
      return number
    }
  }

  /// Takes the frame of a task under way out, lets `work` say how it moves, and queues that.
  mutating func withTask(
    _ id: Int,
    _ work: (inout Execution, inout Frame, inout TaskRun) -> Move
  ) {
    guard let owner = owners[id], var frame = frames.removeValue(forKey: owner),
      case .running(var run) = frame.activity, run.id == id
    else { return }
    let move = work(&self, &frame, &run)
    if case .blocked = move {
      frame.activity = .running(run)
    } else {
      frame.activity = .none
      owners.removeValue(forKey: id)
      cancelTimer(run.timeoutTimer)
      cancelTimer(run.heartbeatTimer)
      step.ready.append((frame.id, move))
    }
    frames[frame.id] = frame
  }

  private func resource(of frame: Frame) -> TaskResource? {
    if case .task(let fields) = state(of: frame).kind { fields.resource } else { nil }
  }

  @discardableResult
  /// Notes that a task was taken up, and sets its times.
  mutating func taskStarted(
    _ frame: inout Frame,
    _ run: inout TaskRun,
    worker: String? = nil
  ) -> Move {
    guard !run.hasStarted else { return .blocked }
    run.hasStarted = true
    let resource = resource(of: frame)
    var facts: JSONObject = [:]
    if resource?.style == .activity {
      if let worker { facts["workerName"] = .string(worker) }
      watch(&run, of: frame)
    }
    frame.previous = recordTask("Started", resource, facts, after: frame.previous)
    return .blocked
  }

  /// Notes that a task waits for a callback.
  mutating func taskSubmitted(
    _ frame: inout Frame,
    _ run: inout TaskRun,
    output: JSON
  ) -> Move {
    taskStarted(&frame, &run)
    frame.previous = recordTask(
      "Submitted",
      resource(of: frame),
      ["output": .string(output.text()), "outputDetails": Self.untruncated],
      after: frame.previous
    )
    return .blocked
  }

  /// Sets the time for the next heartbeat.
  mutating func taskHeartbeat(_ frame: inout Frame, _ run: inout TaskRun) -> Move {
    guard let seconds = run.heartbeatSeconds else { return .blocked }
    cancelTimer(run.heartbeatTimer)
    run.heartbeatTimer = setTimer(.heartbeat, frame: frame.id, after: seconds * 1000)
    return .blocked
  }

  /// Goes on with a task's answer.
  mutating func taskSucceeded(
    _ frame: inout Frame,
    _ run: inout TaskRun,
    output: JSON
  ) -> Move {
    taskStarted(&frame, &run)
    let document = Document(output)
    guard !document.isTooLarge else {
      let fault = StateFault.dataLimit(of: resource(of: frame)?.limitName ?? "")
      return taskFailed(&frame, &run, fault)
    }
    frame.previous = recordTask(
      "Succeeded",
      resource(of: frame),
      ["output": .string(document.text), "outputDetails": Self.untruncated],
      after: frame.previous
    )
    return .complete(output, document: document)
  }

  /// Goes on with a task's error.
  mutating func taskFailed(
    _ frame: inout Frame,
    _ run: inout TaskRun,
    _ fault: StateFault
  ) -> Move {
    if resource(of: frame)?.style != .activity { taskStarted(&frame, &run) }
    frame.previous = recordTask(
      "Failed",
      resource(of: frame),
      Self.details(fault),
      after: frame.previous
    )
    return .failed(fault)
  }

  /// Goes on from a task that took too long.
  mutating func taskTimedOut(
    _ frame: inout Frame,
    _ run: inout TaskRun,
    _ limit: StateFault.Limit
  ) -> Move {
    let fault = StateFault(error: "States.Timeout", cause: nil, limit: limit)
    step.orders.append(.cancelTask(id: run.id))
    frame.previous = recordTask(
      "TimedOut",
      resource(of: frame),
      Self.details(fault),
      after: frame.previous
    )
    return .failed(fault)
  }
}
