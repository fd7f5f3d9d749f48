internal import JSONValue

extension Execution {
  /// Takes an execution that failed, timed out or was stopped up again at the states it was in.
  ///
  /// Branches and iterations that had succeeded keep their results; those that failed or were
  /// aborted go on from the states they were in.
  ///
  /// - Parameters:
  ///   - time: what time it is.
  ///   - seed: where this step's random numbers come from.
  /// - Returns: what is to be done; nothing where the execution runs or has succeeded.
  package mutating func redrive(at time: Milliseconds, seed: UInt64) -> [Order] {
    guard let ended = outcome, let top = frames[0], nextEventId < Self.historyLimit - 1 else {
      return []
    }
    if case .succeeded = ended { return [] }
    begin(at: time, seed: seed)
    outcome = nil
    context.redriveCount += 1
    let redriven = record(
      "ExecutionRedriven",
      "executionRedrivenEventDetails",
      ["redriveCount": .number(JSONNumber(context.redriveCount))],
      // It follows what ended the execution.
      after: nextEventId - 1
    )
    if let seconds = machine.timeoutSeconds {
      setTimer(.execution, frame: 0, after: seconds * 1000)
    }
    revive(top, after: redriven)
    return run()
  }

  /// Puts a frame and what is below it back to where it was.
  private mutating func revive(_ frame: Frame, after redriven: Int) {
    var frame = frame
    frame.retries = [:]
    if let suspended = frame.suspended {
      frame.activity = .forked(suspended.fork)
      for child in suspended.frames { frames[child.id] = child }
    }
    frame.suspended = nil
    if case .forked(let fork) = frame.activity {
      frames[frame.id] = frame
      for id in fork.live.sorted() {
        if let child = frames[id] { revive(child, after: redriven) }
      }
      return
    }
    frame.previous = redriven
    frame.activity = .none
    frame.hasForked = false
    frames[frame.id] = frame
    step.ready.append((frame.id, frame.enteredEvent > 0 ? .perform : .enter))
  }
}
