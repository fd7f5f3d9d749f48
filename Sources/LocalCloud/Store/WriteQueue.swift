internal import Dispatch
internal import Synchronization

/// Hands waiting jobs over in order, in groups, on one serial queue, and sleeps when there are none.
final class WriteQueue: Sendable {
  /// The most jobs that go into one transaction, so that the first of them never waits long.
  static let largestGroup = 1024

  private struct Waiting {
    var jobs: [WriteJob] = []
    var isDraining = false
    var isClosed = false
  }

  private let queue = DispatchQueue(label: "rollcall.database.writer", qos: .userInitiated)
  private let waiting = Mutex(Waiting())
  private let commit: @Sendable ([WriteJob]) -> Void

  /// Makes a queue that hands each group to `commit`.
  init(commit: @escaping @Sendable ([WriteJob]) -> Void) {
    self.commit = commit
  }

  /// Puts a job at the end; `false` where the queue is closed and the job was not taken.
  func add(_ job: WriteJob) -> Bool {
    let (isTaken, mustStart) = waiting.withLock { waiting in
      guard !waiting.isClosed else { return (false, false) }
      waiting.jobs.append(job)
      defer { waiting.isDraining = true }
      return (true, !waiting.isDraining)
    }
    if mustStart { queue.async { [self] in drain() } }
    return isTaken
  }

  /// Takes no more jobs and returns when those that were taken are settled.
  func close() async {
    waiting.withLock { $0.isClosed = true }
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume() }
    }
  }

  private func drain() {
    while let group = nextGroup() { commit(group) }
  }

  private func nextGroup() -> [WriteJob]? {
    waiting.withLock { waiting in
      guard !waiting.jobs.isEmpty else {
        waiting.isDraining = false
        return nil
      }
      guard waiting.jobs.count > WriteQueue.largestGroup else {
        defer { waiting.jobs = [] }
        return waiting.jobs
      }
      defer { waiting.jobs.removeFirst(WriteQueue.largestGroup) }
      return Array(waiting.jobs.prefix(WriteQueue.largestGroup))
    }
  }
}
