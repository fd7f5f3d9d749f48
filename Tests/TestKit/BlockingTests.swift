internal import Dispatch

/// Where tests run that wait for processes: one after the other, on a thread of their own.
///
/// Such a test blocks its thread. On Swift's pool, which has as many threads as there are cores, two of
/// them would keep every other test from going on.
@globalActor
package actor BlockingTests {
  /// The actor.
  package static let shared = BlockingTests()

  private let executor = QueueExecutor()

  /// The thread that the tests run on.
  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }
}

/// Runs an actor's jobs on a serial queue.
private final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "blocking tests")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { job.runSynchronously(on: executor) }
  }
}
