package import JSONValue

extension Execution {
  /// All that is needed to take the execution up again later.
  package var snapshot: JSON {
    var members: JSONObject = [
      "version": 1, "input": inputDocument.value, "nextEventId": JSON(nextEventId),
      "nextNumber": JSON(nextNumber), "context": Self.json(context),
    ]
    members["frames"] = .array(frames.values.sorted { $0.id < $1.id }.map(json))
    members["timers"] = .array(
      timers.sorted { $0.key < $1.key }.map { id, timer in
        ["id": JSON(id), "frame": JSON(timer.frame), "purpose": JSON(timer.purpose.rawValue)]
      }
    )
    if let outcome { members["outcome"] = Self.json(outcome) }
    return .object(members)
  }

  /// Takes up an execution where `snapshot` left it.
  ///
  /// - Parameters:
  ///   - snapshot: what `snapshot` gave.
  ///   - machine: the machine it was taken of.
  /// - Throws: `SnapshotError` where the snapshot is not one of this machine's.
  package init(snapshot: JSON, machine: StateMachine) throws(SnapshotError) {
    let reader = SnapshotReader(json: snapshot)
    guard try reader.int("version") == 1 else {
      throw SnapshotError(reason: "the snapshot is of another version")
    }
    self.init(
      machine: machine,
      input: try reader.value("input"),
      context: try Self.context(try reader.inner("context"))
    )
    nextEventId = try reader.int("nextEventId")
    nextNumber = try reader.int("nextNumber")
    for entry in try reader.list("frames") {
      let frame = try Self.frame(entry, machine: machine)
      frames[frame.id] = frame
      if case .running(let run) = frame.activity { owners[run.id] = frame.id }
    }
    for entry in try reader.list("timers") {
      guard let purpose = TimerPurpose(rawValue: try entry.text("purpose")) else {
        throw SnapshotError(reason: "a timer has no known purpose")
      }
      timers[try entry.int("id")] = ExecutionTimer(frame: try entry.int("frame"), purpose: purpose)
    }
    outcome = try reader.json["outcome"].map { value throws(SnapshotError) in
      try Self.outcome(SnapshotReader(json: value))
    }
  }

  private static func json(_ context: ExecutionContext) -> JSON {
    [
      "executionArn": JSON(context.executionArn), "name": JSON(context.name),
      "roleArn": JSON(context.roleArn), "startTime": JSON(context.startTime),
      "stateMachineArn": JSON(context.stateMachineArn),
      "stateMachineName": JSON(context.stateMachineName),
      "redriveCount": JSON(context.redriveCount),
    ]
  }

  private static func context(_ reader: SnapshotReader) throws(SnapshotError) -> ExecutionContext {
    ExecutionContext(
      executionArn: try reader.text("executionArn"),
      name: try reader.text("name"),
      roleArn: try reader.text("roleArn"),
      startTime: try reader.int("startTime"),
      stateMachineArn: try reader.text("stateMachineArn"),
      stateMachineName: try reader.text("stateMachineName"),
      redriveCount: try reader.int("redriveCount")
    )
  }

  private static func json(_ outcome: ExecutionOutcome) -> JSON {
    switch outcome {
    case .succeeded(let output): ["status": JSON(outcome.status), "output": output]
    case .failed(let error, let cause), .aborted(let error, let cause):
      ["status": JSON(outcome.status), "error": JSON(error), "cause": JSON(cause)]
    case .timedOut: ["status": JSON(outcome.status)]
    }
  }

  private static func outcome(_ reader: SnapshotReader) throws(SnapshotError) -> ExecutionOutcome {
    let (error, cause) = (reader.json["error"]?.string, reader.json["cause"]?.string)
    switch try reader.text("status") {
    case "SUCCEEDED": return .succeeded(output: try reader.value("output"))
    case "FAILED": return .failed(error: error, cause: cause)
    case "ABORTED": return .aborted(error: error, cause: cause)
    case "TIMED_OUT": return .timedOut
    default: throw SnapshotError(reason: "the outcome has no known status")
    }
  }
}

// MARK: - Frames

extension Execution {
  private func json(_ frame: Frame) -> JSON {
    var members: JSONObject = [
      "id": JSON(frame.id), "parent": JSON(frame.parent), "slot": JSON(frame.slot),
      "scope": JSON(frame.scope), "state": JSON(state(of: frame).name),
      "input": frame.input.value, "previous": JSON(frame.previous),
      "enteredEvent": JSON(frame.enteredEvent), "enteredTime": JSON(frame.enteredTime),
      "hasForked": JSON(frame.hasForked), "activity": Self.json(frame.activity),
    ]
    members["retries"] = .array(
      frame.retries.sorted { $0.key < $1.key }.map { [JSON($0.key), JSON($0.value)] }
    )
    if let item = frame.item { members["item"] = ["index": JSON(item.index), "value": item.value] }
    if let token = frame.token { members["token"] = JSON(token) }
    if let suspended = frame.suspended {
      members["suspended"] = [
        "fork": Self.json(suspended.fork), "frames": .array(suspended.frames.map(json)),
      ]
    }
    return .object(members)
  }

  private static func json(_ fork: Fork) -> JSON {
    [
      "kind": "forked", "results": .array(fork.results.map { .array($0.map { [$0] } ?? []) }),
      "remaining": JSON(fork.remaining), "live": .array(fork.live.sorted().map { JSON($0) }),
      "items": .array(fork.items), "nextItem": JSON(fork.nextItem), "input": fork.input,
      "lastEvent": JSON(fork.lastEvent),
    ]
  }

  private static func json(_ activity: Frame.Activity) -> JSON {
    switch activity {
    case .none: ["kind": "none"]
    case .waiting: ["kind": "waiting"]
    case .backingOff: ["kind": "backingOff"]
    case .running(let run):
      [
        "kind": "running", "id": JSON(run.id), "hasStarted": JSON(run.hasStarted),
        "timeoutTimer": JSON(run.timeoutTimer), "heartbeatTimer": JSON(run.heartbeatTimer),
        "timeoutSeconds": JSON(run.timeoutSeconds),
        "heartbeatSeconds": JSON(run.heartbeatSeconds),
      ]
    case .forked(let fork): json(fork)
    }
  }

  private static func frame(
    _ reader: SnapshotReader,
    machine: StateMachine
  ) throws(SnapshotError) -> Frame {
    let scope = try reader.int("scope")
    let name = try reader.text("state")
    guard machine.scopes.indices.contains(scope),
      let state = machine.scopes[scope].states.firstIndex(where: { $0.name == name })
    else { throw SnapshotError(reason: "the machine has no state '\(name)' there") }
    var frame = Frame(
      id: try reader.int("id"),
      parent: reader.json["parent"]?.int,
      slot: try reader.int("slot"),
      scope: scope,
      state: state,
      input: Document(try reader.value("input")),
      previous: try reader.int("previous")
    )
    frame.enteredEvent = try reader.int("enteredEvent")
    frame.enteredTime = try reader.int("enteredTime")
    frame.hasForked = try reader.flag("hasForked")
    frame.activity = try activity(try reader.inner("activity"))
    for pair in try reader.value("retries").children {
      guard let index = pair[0]?.int, let count = pair[1]?.int else {
        throw SnapshotError(reason: "a retry count is malformed")
      }
      frame.retries[index] = count
    }
    if let item = reader.json["item"] {
      let inner = SnapshotReader(json: item)
      frame.item = Frame.Item(index: try inner.int("index"), value: try inner.value("value"))
    }
    frame.token = reader.json["token"]?.string
    if let suspended = reader.json["suspended"] {
      let inner = SnapshotReader(json: suspended)
      var ended: [Frame] = []
      for entry in try inner.list("frames") {
        ended.append(try Self.frame(entry, machine: machine))
      }
      frame.suspended = Suspended(fork: try Self.fork(try inner.inner("fork")), frames: ended)
    }
    return frame
  }

  private static func activity(_ reader: SnapshotReader) throws(SnapshotError) -> Frame.Activity {
    switch try reader.text("kind") {
    case "none": return .none
    case "waiting": return .waiting
    case "backingOff": return .backingOff
    case "running":
      var run = TaskRun(id: try reader.int("id"))
      run.hasStarted = try reader.flag("hasStarted")
      run.timeoutTimer = reader.json["timeoutTimer"]?.int
      run.heartbeatTimer = reader.json["heartbeatTimer"]?.int
      run.timeoutSeconds = reader.json["timeoutSeconds"]?.int
      run.heartbeatSeconds = reader.json["heartbeatSeconds"]?.int
      return .running(run)
    case "forked":
      return .forked(try fork(reader))
    default: throw SnapshotError(reason: "a frame has no known activity")
    }
  }

  private static func fork(_ reader: SnapshotReader) throws(SnapshotError) -> Fork {
    Fork(
      results: try reader.value("results").children.map { $0[0] },
      remaining: try reader.int("remaining"),
      live: Set(try reader.value("live").children.compactMap(\.int)),
      items: try reader.value("items").children,
      nextItem: try reader.int("nextItem"),
      input: try reader.value("input"),
      lastEvent: try reader.int("lastEvent")
    )
  }
}

/// A reader of a snapshot's members.
private struct SnapshotReader {
  let json: JSON

  func value(_ key: String) throws(SnapshotError) -> JSON {
    guard let value = json[key] else { throw SnapshotError(reason: "'\(key)' is missing") }
    return value
  }

  func int(_ key: String) throws(SnapshotError) -> Int {
    guard let int = try value(key).int else {
      throw SnapshotError(reason: "'\(key)' is no whole number")
    }
    return int
  }

  func text(_ key: String) throws(SnapshotError) -> String {
    guard let text = try value(key).string else {
      throw SnapshotError(reason: "'\(key)' is no string")
    }
    return text
  }

  func flag(_ key: String) throws(SnapshotError) -> Bool {
    guard let flag = try value(key).bool else {
      throw SnapshotError(reason: "'\(key)' is no truth value")
    }
    return flag
  }

  func inner(_ key: String) throws(SnapshotError) -> SnapshotReader {
    SnapshotReader(json: try value(key))
  }

  func list(_ key: String) throws(SnapshotError) -> [SnapshotReader] {
    try value(key).children.map { SnapshotReader(json: $0) }
  }
}
