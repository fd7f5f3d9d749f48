internal import CustomerDomain
internal import Synchronization

/// Hands answers on as they come, and lets the workers run ahead of the reader, and of a question that
/// is still open, only so far.
final class AnswerWindow: Sendable {
  private struct Contents {
    var claimed = 0
    var read = 0
    /// The first question that has no answer yet.
    var oldest = 0
    /// The questions behind it that have one.
    var answeredAhead: Set<Int> = []
    var answers: [NumberedAnswer] = []
    /// How many of the answers were read; they are removed seldom, so that each costs the same.
    var taken = 0
    var reader: CheckedContinuation<NumberedAnswer?, Never>?
    var idle: [CheckedContinuation<Int?, Never>] = []
    var isClosed = false

    mutating func takeFirst() -> NumberedAnswer? {
      guard taken < answers.count else { return nil }
      defer {
        taken += 1
        if taken == answers.count { (answers, taken) = ([], 0) }
      }
      read += 1
      return answers[taken]
    }

    mutating func settle(_ number: Int) {
      answeredAhead.insert(number)
      while answeredAhead.remove(oldest) != nil { oldest += 1 }
    }
  }

  private let count: Int
  private let ahead: Int
  private let reach: Int
  private let contents = Mutex(Contents())

  /// Makes a window on `count` answers.
  ///
  /// - Parameters:
  ///   - count: how many questions there are.
  ///   - ahead: how many of them may be under way or answered and not read.
  ///   - reach: how far the workers may go beyond the first one that has no answer.
  init(count: Int, ahead: Int, reach: Int) {
    self.count = count
    self.ahead = ahead
    self.reach = reach
  }

  private func isInReach(_ contents: Contents) -> Bool {
    contents.claimed < contents.read + ahead && contents.claimed - contents.oldest < reach
  }

  /// Waits for the number of the next question; `nil` where there is none left.
  func claim() async -> Int? {
    await withCheckedContinuation { continuation in
      let number: Int?? = contents.withLock { contents in
        if contents.isClosed || contents.claimed == count { return .some(nil) }
        guard isInReach(contents) else {
          contents.idle.append(continuation)
          return nil
        }
        defer { contents.claimed += 1 }
        return contents.claimed
      }
      if let number { continuation.resume(returning: number) }
    }
  }

  /// Keeps an answer, or hands it to the reader who waits for it.
  func put(_ answer: NumberedAnswer) {
    let reader = contents.withLock { contents in
      contents.settle(answer.number)
      guard contents.reader != nil else {
        contents.answers.append(answer)
        return CheckedContinuation<NumberedAnswer?, Never>?.none
      }
      contents.read += 1
      defer { contents.reader = nil }
      return contents.reader
    }
    reader?.resume(returning: answer)
    wakeIdle()
  }

  /// Waits for the next answer; `nil` after the last and once the window is closed.
  func next() async -> NumberedAnswer? {
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known: NumberedAnswer?? = contents.withLock { contents in
          if contents.isClosed || contents.read == count { return .some(nil) }
          guard let answer = contents.takeFirst() else {
            contents.reader = continuation
            return nil
          }
          return answer
        }
        if let known { continuation.resume(returning: known) }
      }
    } onCancel: {
      close()
    }
    wakeIdle()
    return answer
  }

  /// Ends the wait of everyone, for good.
  func close() {
    let (reader, idle) = contents.withLock { contents in
      contents.isClosed = true
      defer { (contents.reader, contents.idle) = (nil, []) }
      return (contents.reader, contents.idle)
    }
    reader?.resume(returning: nil)
    for worker in idle { worker.resume(returning: nil) }
  }

  /// Gives waiting workers what has come into reach.
  private func wakeIdle() {
    let woken = contents.withLock { contents in
      var woken: [(CheckedContinuation<Int?, Never>, Int?)] = []
      while !contents.idle.isEmpty {
        if contents.claimed == count {
          woken.append((contents.idle.removeLast(), nil))
        } else if isInReach(contents) {
          woken.append((contents.idle.removeLast(), contents.claimed))
          contents.claimed += 1
        } else {
          break
        }
      }
      return woken
    }
    for (worker, number) in woken { worker.resume(returning: number) }
  }
}
