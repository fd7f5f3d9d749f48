package import CustomerDomain

/// The answers about many ids, in the order of the ids, as they become known.
///
/// Workers run ahead of the reader by a bounded number of answers. Dropping the iterator, or
/// cancelling the task that reads, cancels what is under way.
package struct CustomerBatch: AsyncSequence, Sendable {
  /// Does the action with one id, whose number among all is given.
  typealias Work = @Sendable (Int, CustomerID) async -> CustomerAnswer

  private let ids: [CustomerID]
  private let concurrency: Int
  private let work: Work

  /// Makes a batch that begins when it is read.
  init(ids: [CustomerID], concurrency: Int, work: @escaping Work) {
    self.ids = ids
    self.concurrency = concurrency
    self.work = work
  }

  /// Reads the answers.
  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let crew: BatchCrew

    /// The next answer; `nil` after the last, and where the task that reads was cancelled.
    package mutating func next() async -> CustomerAnswer? { await crew.window.next() }

    /// The next answer; `nil` after the last, and where the task that reads was cancelled.
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Never) -> CustomerAnswer? {
      await crew.window.next()
    }
  }

  /// Starts the workers.
  package func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(crew: BatchCrew(ids: ids, concurrency: concurrency, work: work))
  }
}

/// The workers of one batch; they live as long as somebody can read what they find.
private final class BatchCrew: Sendable {
  let window: AnswerWindow
  private let task: Task<Void, Never>

  init(ids: [CustomerID], concurrency: Int, work: @escaping CustomerBatch.Work) {
    let window = AnswerWindow(count: ids.count, ahead: concurrency * 8)
    self.window = window
    task = Task {
      await withDiscardingTaskGroup { group in
        for _ in 0..<Swift.min(concurrency, ids.count) {
          group.addTask {
            while let index = await window.claim() {
              window.put(await work(index, ids[index]), at: index)
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
