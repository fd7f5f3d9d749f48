internal import CustomerDomain
internal import Synchronization

/// Puts answers that come in any order into the order of the questions, and lets the workers run
/// ahead of the reader only so far.
final class AnswerWindow: Sendable {
  private struct Contents {
    var claimed = 0
    var read = 0
    var answers: [Int: CustomerAnswer] = [:]
    var reader: CheckedContinuation<CustomerAnswer?, Never>?
    var idle: [CheckedContinuation<Int?, Never>] = []
    var isClosed = false
  }

  private let count: Int
  private let ahead: Int
  private let contents = Mutex(Contents())

  /// Makes a window on `count` answers that holds at most `ahead` of them.
  init(count: Int, ahead: Int) {
    self.count = count
    self.ahead = ahead
  }

  /// Waits for the number of the next question; `nil` where there is none left.
  func claim() async -> Int? {
    await withCheckedContinuation { continuation in
      let number: Int?? = contents.withLock { contents in
        if contents.isClosed || contents.claimed == count { return .some(nil) }
        guard contents.claimed < contents.read + ahead else {
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
  func put(_ answer: CustomerAnswer, at index: Int) {
    let reader = contents.withLock { contents in
      guard index == contents.read, contents.reader != nil else {
        contents.answers[index] = answer
        return CheckedContinuation<CustomerAnswer?, Never>?.none
      }
      contents.read += 1
      defer { contents.reader = nil }
      return contents.reader
    }
    guard let reader else { return }
    reader.resume(returning: answer)
    wakeIdle()
  }

  /// Waits for the next answer in order; `nil` after the last and once the window is closed.
  func next() async -> CustomerAnswer? {
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let known: CustomerAnswer?? = contents.withLock { contents in
          if contents.isClosed || contents.read == count { return .some(nil) }
          guard let answer = contents.answers.removeValue(forKey: contents.read) else {
            contents.reader = continuation
            return nil
          }
          contents.read += 1
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
        } else if contents.claimed < contents.read + ahead {
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
