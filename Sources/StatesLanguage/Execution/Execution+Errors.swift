internal import JSONValue

extension Execution {
  /// Retries a state, or goes to where its error is caught, or gives up.
  mutating func recover(_ frame: inout Frame, _ fault: StateFault) -> Move {
    let state = state(of: frame)
    if let index = state.retriers.firstIndex(where: { ErrorNames.cover($0.errors, fault) }) {
      let attempt = frame.retries[index, default: 0]
      let retrier = state.retriers[index]
      if attempt < retrier.maxAttempts {
        let delay = retrier.delay(beforeRetry: attempt) { step.random.fraction() }
        frame.retries[index] = attempt + 1
        frame.activity = .backingOff
        frame.suspended = nil
        setTimer(.retry, frame: frame.id, after: delay)
        return .blocked
      }
    }
    if frame.hasForked {
      frame.previous = record(
        state.kind.typeName + "StateFailed",
        nil,
        [:],
        after: frame.previous
      )
    }
    guard let catcher = state.catchers.first(where: { ErrorNames.cover($0.errors, fault) })
    else { return .broken(fault) }
    do {
      let output = try caught(frame, fault, catcher)
      return exit(&frame, output, next: catcher.next)
    } catch {
      return .broken(error.located(in: state.name, enteredEventId: frame.enteredEvent))
    }
  }

  private func caught(
    _ frame: Frame,
    _ fault: StateFault,
    _ catcher: Catcher
  ) throws(StateFault) -> Document {
    guard let path = catcher.resultPath else { return frame.input }
    // A limit has no cause to tell, which is not the same as a cause that was left out.
    let cause = fault.cause ?? (fault.limit == nil ? nil : "")
    let error: JSON = ["Error": JSON(fault.error), "Cause": JSON(cause)]
    return Document(try put(error, at: path, into: frame.input.value))
  }
}
