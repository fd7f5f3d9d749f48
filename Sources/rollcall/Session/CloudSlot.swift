internal import Dispatch
internal import LocalCloud
internal import Synchronization

/// The local cloud that a dashboard runs or uses, once there is one.
final class CloudSlot: Sendable {
  private struct Content {
    var handle: LocalCloudHandle?
    /// The last handing over, which may go on after the drawing thread has given up waiting.
    var handover: Task<Void, Never>?
  }

  private let content = Mutex(Content())

  private var handle: LocalCloudHandle? { content.withLock { $0.handle } }

  /// Lets another process run the cloud, because this one is about to be stopped.
  ///
  /// The thread that draws waits for it, but not longer than half a second.
  @Sendable
  func handOver() {
    let isDone = DispatchSemaphore(value: 0)
    content.withLock { content in
      content.handover = Task { [handle = content.handle] in
        await handle?.handOver()
        isDone.signal()
      }
    }
    _ = isDone.wait(timeout: .now() + .milliseconds(500))
  }

  /// Runs the cloud again as soon as no other process does.
  @Sendable
  func standBy() { handle?.standBy() }

  /// Keeps a local cloud.
  func put(_ handle: LocalCloudHandle?) {
    content.withLock { $0.handle = handle }
  }

  /// Ends the local cloud at once, after what was being handed over.
  func close() async {
    await content.withLock { $0.handover }?.value
    await handle?.close(drainMilliseconds: 0)
  }
}
