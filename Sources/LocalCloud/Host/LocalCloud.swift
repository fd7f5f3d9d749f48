internal import AWSWire
internal import CustomerBackend
internal import Logging

/// One running cloud: database, services, gateway and server, put together.
///
/// This folder decides who runs the cloud of a data folder and wires its parts. It knows no
/// operation.
package final class LocalCloud: Sendable {
  /// How a cloud's services are made from what they stand on.
  struct Plan: Sendable {
    /// The schema's steps of all services but Lambda, which the cloud adds itself.
    var migrations: [CloudMigration]
    /// Makes the services but Lambda and API Gateway; what it throws ends the start.
    var parts: @Sendable (CloudFoundations) throws -> CloudParts
    /// Makes the code behind functions, given what calls AWS and what tells the time.
    var code: @Sendable (any AWSCaller, any WallClock) -> any FunctionCode
    /// The YAML of the template that is applied where the options name none.
    var builtInTemplate: @Sendable () -> String
  }

  /// The port it serves on.
  let port: Int
  /// The keys its callers need.
  let keys: CloudKeys

  private let frame: CloudFrame
  private let database: SQLiteCloudDatabase

  /// Keeps the folder's size as long as the cloud runs.
  private let keeper: FolderKeeper

  private init(
    _ frame: CloudFrame,
    keys: CloudKeys,
    database: SQLiteCloudDatabase,
    keeper: FolderKeeper
  ) {
    (self.frame, self.keys, self.database, self.keeper) = (frame, keys, database, keeper)
    keeper.start()
    port = frame.server.port
  }

  /// Serves on `port`, once the database is open and the template applied.
  ///
  /// The port comes first: whatever else it takes to start is done by the one process that has it.
  ///
  /// - Throws: `CloudStoreError`, `CloudFileError`, `TemplateError`, `ServerError`.
  static func start(
    _ options: LocalCloudOptions,
    in folder: DataFolder,
    port: Int,
    plan: Plan
  ) async throws -> LocalCloud {
    if options.resets {
      // What takes the data's place must be sound before they go.
      try StackApplier.check(
        CloudAssembly.stackRequest(options, plan),
        identity: CloudIdentity(region: options.region)
      )
    }
    let frame = try await CloudFrame.standing(options, port: port)
    var database: SQLiteCloudDatabase?
    do {
      if options.resets { folder.empty() }
      try folder.demandDatabase()
      // A database that is refused leaves the folder as it was found.
      let opened = try SQLiteCloudDatabase(
        path: folder.database,
        migrations: StackStore.migrations + LambdaService.migrations + plan.migrations,
        logger: options.logger
      )
      database = opened
      let keys = try CloudKeys(atPath: folder.keys)
      let (router, keeper) = try await CloudAssembly(
        options: options,
        folder: folder,
        plan: plan,
        keys: keys,
        database: opened,
        frame: frame
      ).assembled()
      frame.gate.open { await router.answer($0) }
      return LocalCloud(frame, keys: keys, database: opened, keeper: keeper)
    } catch {
      await frame.takeDown(within: 0)
      await database?.close()
      // The storage, as services answer it, where nobody is there to be answered.
      if let error = error as? CloudError, error.code == "ServiceUnavailable" {
        throw CloudStoreError(path: folder.database, reason: .unusable(detail: error.message))
      }
      throw error
    }
  }

  /// Lets what was set off finish for at most `milliseconds` in all, and ends.
  func stop(within milliseconds: Int64) async {
    await frame.takeDown(within: milliseconds)
    await database.close()
  }
}
