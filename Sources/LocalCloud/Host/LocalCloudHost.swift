internal import AWSWire
internal import Glibc

/// Finds the cloud of a data folder, or runs it.
package enum LocalCloudHost {
  /// Opens the cloud in a data folder, its services made by `plan`: runs it, where no process does
  /// yet, or connects to the one that does and stands by to take over.
  ///
  /// - Throws: `CloudStoreError`, `CloudFileError`, `TemplateError`, `ServerError`, `HostError`.
  static func open(
    _ options: LocalCloudOptions,
    plan: LocalCloud.Plan
  ) async throws -> LocalCloudHandle {
    let folder = try DataFolder(making: options.folder)
    let end = options.clock.now + options.patienceMilliseconds
    var left = options.patienceMilliseconds
    repeat {
      if let lock = try FolderLock.tryTaking(folder: folder.path) {
        return try await own(options, folder, lock, plan)
      }
      if let handle = try await connected(options, folder, plan, within: left) {
        handle.standBy()
        return handle
      }
      await pause(milliseconds: min(20, left), options.clock)
      left = end - options.clock.now
    } while left > 0
    throw HostError.ownerSilent(
      folder: folder.path,
      processID: EndpointFile.read(folder: folder.path)?.processID
    )
  }

  /// The cloud that another process runs on the folder; `nil` where none answers within so many
  /// milliseconds, 300 at most.
  ///
  /// - Throws: `CloudFileError`.
  static func connected(
    _ options: LocalCloudOptions,
    _ folder: DataFolder,
    _ plan: LocalCloud.Plan,
    within milliseconds: Int64 = HealthProbe.patienceMilliseconds
  ) async throws -> LocalCloudHandle? {
    guard let endpoint = EndpointFile.read(folder: folder.path),
      await HealthProbe.isReady(port: endpoint.port, within: milliseconds)
    else { return nil }
    return LocalCloudHandle(
      options,
      folder: folder,
      plan: plan,
      port: endpoint.port,
      region: endpoint.region,
      keys: try CloudKeys(atPath: folder.keys),
      owning: nil
    )
  }

  private static func own(
    _ options: LocalCloudOptions,
    _ folder: DataFolder,
    _ lock: FolderLock,
    _ plan: LocalCloud.Plan
  ) async throws -> LocalCloudHandle {
    let cloud = try await run(options, folder, anyOf: ports(options, folder), plan)
    return LocalCloudHandle(
      options,
      folder: folder,
      plan: plan,
      port: cloud.port,
      region: options.region,
      keys: cloud.keys,
      owning: (cloud, lock)
    )
  }

  /// The ports to try: what was asked for, or else what the folder's last cloud had and then others.
  private static func ports(_ options: LocalCloudOptions, _ folder: DataFolder) -> [Int] {
    if let port = options.port { return [port] }
    let remembered = EndpointFile.read(folder: folder.path)?.port
    var system = SystemRandomNumberGenerator()
    return [remembered].compactMap { $0 } + StablePorts.candidates(from: &system)
  }

  private static func run(
    _ options: LocalCloudOptions,
    _ folder: DataFolder,
    anyOf ports: [Int],
    _ plan: LocalCloud.Plan
  ) async throws -> LocalCloud {
    for port in ports.dropLast() {
      do {
        return try await run(options, folder, port: port, plan)
      } catch ServerError.portInUse {
        continue
      }
    }
    return try await run(options, folder, port: ports.last ?? 0, plan)
  }

  /// Runs the cloud and says where; a port that is still in use is tried `patience` times more.
  static func run(
    _ options: LocalCloudOptions,
    _ folder: DataFolder,
    port: Int,
    _ plan: LocalCloud.Plan,
    patience: Int = 0
  ) async throws -> LocalCloud {
    var left = patience
    while true {
      try Task.checkCancellation()
      do {
        let cloud = try await LocalCloud.start(options, in: folder, port: port, plan: plan)
        do {
          try EndpointFile(port: cloud.port, processID: Int(getpid()), region: options.region)
            .write(folder: folder.path)
        } catch {
          // Nobody could find it, and whoever takes the lock next must have the database alone.
          await cloud.stop(within: 0)
          throw error
        }
        return cloud
      } catch ServerError.portInUse where left > 0 {
        left -= 1
        await pause(milliseconds: 20, options.clock)
      }
    }
  }

  /// Waits, or until the task is cancelled.
  static func pause(milliseconds: Int64, _ clock: any WallClock) async {
    let timer = RealCloudTimer(clock: clock, work: BackgroundWork())
    await timer.pause("host", until: timer.now + milliseconds)
  }
}
