internal import Dispatch
internal import Synchronization

/// Hands waiting jobs over in order, in groups, on one serial queue, and sleeps when there are none.
///
/// A group that somebody waits for goes at once. Jobs that nobody waits for, such as log lines, are
/// gathered for a moment first: each transaction costs a flush to the disk, however little is in it.
final class WriteQueue: Sendable {
  /// The most jobs that go into one transaction, so that the first of them never waits long.
  static let largestGroup = 1024

  /// How long jobs that nobody waits for are gathered.
  static let gathering = DispatchTimeInterval.milliseconds(50)

  private struct Waiting {
    var jobs: [WriteJob] = []
    var phase = Phase.resting
    var isClosed = false

    /// Whether the jobs are to go now and not in a moment.
    var isUrgent: Bool {
      isClosed || jobs.count >= WriteQueue.largestGroup || jobs.contains { !$0.isPosted }
    }
  }

  private enum Phase {
    case resting
    /// A drain will come by itself in a moment.
    case gathering
    case draining
  }

  private enum Start {
    case now
    case soon
    case never
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
    let (isTaken, start) = waiting.withLock { waiting -> (Bool, Start) in
      guard !waiting.isClosed else { return (false, .never) }
      waiting.jobs.append(job)
      let isUrgent = !job.isPosted || waiting.jobs.count >= WriteQueue.largestGroup
      switch (waiting.phase, isUrgent) {
      case (.draining, _), (.gathering, false): return (true, .never)
      case (.resting, false):
        waiting.phase = .gathering
        return (true, .soon)
      case (.resting, true), (.gathering, true):
        waiting.phase = .draining
        return (true, .now)
      }
    }
    switch start {
    case .now: queue.async { [self] in drain() }
    case .soon: drainSoon()
    case .never: break
    }
    return isTaken
  }

  /// Takes no more jobs and returns when those that were taken are settled.
  func close() async {
    waiting.withLock { $0.isClosed = true }
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        drain()
        continuation.resume()
      }
    }
  }

  private func drain() {
    var group = nextGroup(isFirst: true)
    while let jobs = group {
      commit(jobs)
      group = nextGroup(isFirst: false)
    }
  }

  private func drainSoon() {
    queue.asyncAfter(deadline: .now() + WriteQueue.gathering) { [self] in drain() }
  }

  /// The next jobs to go; after the first group, jobs that nobody waits for are gathered anew.
  private func nextGroup(isFirst: Bool) -> [WriteJob]? {
    waiting.withLock { waiting in
      guard !waiting.jobs.isEmpty else {
        waiting.phase = .resting
        return nil
      }
      guard isFirst || waiting.isUrgent else {
        waiting.phase = .gathering
        drainSoon()
        return nil
      }
      waiting.phase = .draining
      guard waiting.jobs.count > WriteQueue.largestGroup else {
        defer { waiting.jobs = [] }
        return waiting.jobs
      }
      defer { waiting.jobs.removeFirst(WriteQueue.largestGroup) }
      return Array(waiting.jobs.prefix(WriteQueue.largestGroup))
    }
  }
}
