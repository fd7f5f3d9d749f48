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
    var cloud: LocalCloud?
    var lock: FolderLock?
    var isClosed = false
    var isWaiting = false
  }

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
    state = Mutex(State(cloud: owning?.cloud, lock: owning?.lock))
  }

  /// The URL of the AWS endpoints.
  package var endpoint: String { "http://127.0.0.1:\(port)" }

  /// The URL of the REST API, with its stage.
  package var apiURL: String { "\(endpoint)/prod" }

  /// Whether this process runs the cloud.
  package var isOwner: Bool { state.withLock { $0.cloud != nil } }

  /// Ends the cloud where this process runs it, so that another process takes over; for use before
  /// the process is suspended, with `standBy()` when it goes on.
  package func handOver() async { await letGo(drain: 500) }

  /// Ends, after what was set off has had `drain` milliseconds to finish.
  package func close(drainMilliseconds: Int64 = 2000) async {
    state.withLock { $0.isClosed = true }
    await letGo(drain: drainMilliseconds)
  }

  /// Runs the cloud as soon as no other process does; the waiting is done on a thread of its own.
  package func standBy() {
    let mustWait = state.withLock { state in
      guard !state.isClosed, !state.isWaiting, state.cloud == nil else { return false }
      state.isWaiting = true
      return true
    }
    guard mustWait else { return }
    do {
      try FolderLock.wait(folder: folder.path) { [weak self] lock in
        guard let self else { return }
        Task { await self.takeOver(lock) }
      }
    } catch {
      options.logger.error("cannot wait for the data folder", metadata: ["error": "\(error)"])
    }
  }

  private func takeOver(_ lock: FolderLock) async {
    let mayRun = state.withLock { state in
      state.isWaiting = false
      return !state.isClosed
    }
    guard mayRun else { return }
    var again = options
    (again.template, again.parameters, again.resets, again.region) = (nil, nil, false, region)
    do {
      let cloud = try await LocalCloudHost.run(again, folder, port: port, plan, patience: 50)
      let isLate = state.withLock { state in
        guard !state.isClosed else { return true }
        (state.cloud, state.lock) = (cloud, lock)
        return false
      }
      if isLate { await cloud.stop(drain: 0) }
    } catch {
      options.logger.error("cannot take over the local cloud", metadata: ["error": "\(error)"])
    }
  }

  private func letGo(drain milliseconds: Int64) async {
    let cloud = state.withLock { state in
      defer { state.cloud = nil }
      return state.cloud
    }
    await cloud?.stop(drain: milliseconds)
    state.withLock { $0.lock = nil }
  }
}
