internal import CustomerDomain

/// The answers about many ids, as they become known: a slow one holds back no other.
///
/// Workers run ahead of the reader by a bounded number of answers. Whoever wants them in the order of
/// the ids has an `AnswerOrder`. Dropping the iterator, or
/// cancelling the task that reads, cancels what is under way.
package struct CustomerBatch: AsyncSequence, Sendable {
  /// Does the action with one id, whose number among all is given.
  typealias Work = @Sendable (Int, CustomerID) async -> CustomerAnswer

  private let ids: [CustomerID]
  private let concurrency: Int
  private let reach: Int
  private let work: Work

  /// Makes a batch that begins when it is read.
  ///
  /// - Parameters:
  ///   - ids: the ids.
  ///   - concurrency: how many are under way at once.
  ///   - reach: how far the workers go beyond the first id that has no answer.
  ///   - work: what is done with each.
  init(ids: [CustomerID], concurrency: Int, reach: Int = .max, work: @escaping Work) {
    self.ids = ids
    self.concurrency = concurrency
    self.reach = reach
    self.work = work
  }

  /// Reads the answers.
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let crew: BatchCrew

    /// The next answer; `nil` after the last, and where the task that reads was cancelled.
    package mutating func next() async -> NumberedAnswer? { await crew.window.next() }

    /// The next answer; `nil` after the last, and where the task that reads was cancelled.
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Never) -> NumberedAnswer? {
      await crew.window.next()
    }
  }

  /// Starts the workers.
  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(crew: BatchCrew(ids, concurrency: concurrency, reach: reach, work))
  }
}

/// The workers of one batch; they live as long as somebody can read what they find.
private final class BatchCrew: Sendable {
  let window: AnswerWindow
  private let task: Task<Void, Never>

  init(_ ids: [CustomerID], concurrency: Int, reach: Int, _ work: @escaping CustomerBatch.Work) {
    let window = AnswerWindow(count: ids.count, ahead: concurrency * 8, reach: reach)
    self.window = window
    task = Task {
      await withDiscardingTaskGroup { group in
        for _ in 0..<Swift.min(concurrency, ids.count) {
          group.addTask {
            while let index = await window.claim() {
              window.put(NumberedAnswer(number: index, await work(index, ids[index])))
            }
          }
        }
      }
    }
  }

  deinit {
    task.cancel()
    window.close()
  }
}
