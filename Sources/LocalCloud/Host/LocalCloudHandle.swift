package import AWSWire
internal import Glibc
internal import Logging
internal import Synchronization

/// A local cloud within reach: run by this process, or by another one on the same data folder.
///
/// A process that is not the owner waits for the folder's lock; when the owner ends, in whatever way,
/// one of those that wait goes on with the cloud on the same port.
package final class LocalCloudHandle: Sendable {
  private struct State {
    var tenure: Tenure
    var cloud: LocalCloud?
    var lock: FolderLock?
    var start: Task<Void, Never>?
  }

  /// How long what runs may go on when the cloud is handed over, in milliseconds.
  private static let handOverDrain: Int64 = 300

  /// The region in ARNs and signatures.
  package let region: String
  /// The port that the cloud serves on.
  package let port: Int
  /// The key pair of its AWS endpoints.
  package let credentials: AWSCredentials
  /// The key of its REST API.
  package let apiKey: String

  private let options: LocalCloudOptions
  private let folder: DataFolder
  private let plan: LocalCloud.Plan
  private let state: Mutex<State>

  /// Makes the handle of a process that owns the cloud, or stays away where `owning` is `nil`.
  init(
    _ options: LocalCloudOptions,
    folder: DataFolder,
    plan: LocalCloud.Plan,
    port: Int,
    region: String,
    keys: CloudKeys,
    owning: (cloud: LocalCloud, lock: FolderLock)?
  ) {
    self.options = options
    self.folder = folder
    self.plan = plan
    self.port = port
    self.region = region
    credentials = keys.credentials
    apiKey = keys.apiKey
    state = Mutex(
      State(
        tenure: Tenure(owning == nil ? .away : .running),
        cloud: owning?.cloud,
        lock: owning?.lock
      )
    )
  }

  /// The URL of the AWS endpoints.
  package var endpoint: String { "http://127.0.0.1:\(port)" }

  /// The URL of the REST API, with its stage.
  package var apiURL: String { "\(endpoint)/prod" }

  /// Whether this process runs the cloud.
  package var isOwner: Bool { state.withLock { $0.cloud != nil } }

  /// Ends the cloud where this process runs it, so that another process takes over; for use before
  /// the process is suspended, with `standBy()` when it goes on.
  package func handOver() async {
    await leave(.toldToLetGo, drain: LocalCloudHandle.handOverDrain)
  }

  /// Ends, after what was set off has had `drain` milliseconds to finish.
  package func close(drainMilliseconds: Int64 = 2000) async {
    await leave(.closed, drain: drainMilliseconds)
  }

  /// Runs the cloud as soon as no other process does; the waiting is done on a thread of its own.
  package func standBy() { wait(after: .toldToStandBy) }

  private func wait(after event: Tenure.Event) {
    guard state.withLock({ $0.tenure.take(event) }) == .waitForLock else { return }
    do {
      try FolderLock.wait(folder: folder.path) { [weak self] lock in self?.took(lock) }
    } catch {
      options.logger.error("cannot wait for the data folder", metadata: ["error": "\(error)"])
      rest(after: state.withLock { $0.tenure.take(.failed) })
    }
  }

  private func took(_ lock: FolderLock) {
    state.withLock { state in
      guard state.tenure.take(.tookLock) == .start else { return }
      state.lock = lock
      state.start = Task { await self.takeOver() }
    }
  }

  private func takeOver() async {
    var again = options
    (again.template, again.parameters, again.resets, again.region) = (nil, nil, false, region)
    do {
      let cloud = try await LocalCloudHost.run(again, folder, port: port, plan, patience: 50)
      let action = state.withLock { state in
        let action = state.tenure.take(.started)
        if action == nil { state.cloud = cloud }
        return action
      }
      guard action == .stop else { return }
      await cloud.stop(within: 0)
      state.withLock { $0.lock = nil }
    } catch {
      let action = state.withLock { state in
        state.lock = nil
        return state.tenure.take(.failed)
      }
      guard !(error is CancellationError) else { return }
      options.logger.error("cannot take over the local cloud", metadata: ["error": "\(error)"])
      rest(after: action)
    }
  }

  /// Waits for the lock once more after the pause that is ordered.
  private func rest(after action: Tenure.Action?) {
    guard case .rest(let milliseconds) = action else { return }
    Task { [weak self, clock = options.clock] in
      await LocalCloudHost.pause(milliseconds: milliseconds, clock)
      self?.wait(after: .rested)
    }
  }

  private func leave(_ event: Tenure.Event, drain milliseconds: Int64) async {
    let (action, cloud, start) = state.withLock { state in
      let action = state.tenure.take(event)
      defer { if action == .stop { state.cloud = nil } }
      return (action, state.cloud, state.start)
    }
    switch action {
    case .endStart:
      start?.cancel()
      await start?.value
    case .stop:
      await cloud?.stop(within: milliseconds)
      state.withLock { $0.lock = nil }
    default: break
    }
  }
}
