internal import AWSWire
internal import CustomerBackend
internal import JSONValue
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

  private let frame: Frame
  private let database: SQLiteCloudDatabase

  /// What a cloud has from the first moment of its start, and what its end takes down.
  private struct Frame: Sendable {
    let gate: RequestGate
    let server: LoopbackServer
    let timer: RealCloudTimer
    let background: BackgroundWork
    let directory: ServiceDirectory
    let identifiers: RandomIdentifiers
  }

  /// Keeps the folder's size as long as the cloud runs.
  private let keeper: FolderKeeper

  private init(
    _ frame: Frame,
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
        stackRequest(options, plan),
        identity: CloudIdentity(region: options.region)
      )
    }
    let frame = try await frame(options, port)
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
      let (router, keeper) = try await assemble(options, folder, plan, keys, opened, frame)
      frame.gate.open { await router.answer($0) }
      return LocalCloud(frame, keys: keys, database: opened, keeper: keeper)
    } catch {
      await takeDown(frame, within: 0)
      await database?.close()
      // The storage, as services answer it, where nobody is there to be answered.
      if let error = error as? CloudError, error.code == "ServiceUnavailable" {
        throw CloudStoreError(path: folder.database, reason: .unusable(detail: error.message))
      }
      throw error
    }
  }

  private static func frame(_ options: LocalCloudOptions, _ port: Int) async throws -> Frame {
    let gate = RequestGate()
    let server = try await LoopbackServer.start(port: port, clock: options.clock) { request in
      if !gate.isOpen, request.path == "\(AdminDesk.prefix)health" { return RequestGate.notReady }
      return await gate.answer(request)
    }
    let (background, identifiers) = (BackgroundWork(), RandomIdentifiers())
    return Frame(
      gate: gate,
      server: server,
      timer: RealCloudTimer(clock: options.clock, work: background),
      background: background,
      directory: ServiceDirectory(identifiers: identifiers, clock: options.clock),
      identifiers: identifiers
    )
  }

  private static func stackRequest(
    _ options: LocalCloudOptions,
    _ plan: Plan
  ) -> StackApplier.Request {
    StackApplier.Request(
      template: options.template,
      parameters: options.parameters,
      builtIn: plan.builtInTemplate(),
      defaults: LocalCloudOptions.parameterDefaults
    )
  }

  private static func assemble(
    _ options: LocalCloudOptions,
    _ folder: DataFolder,
    _ plan: Plan,
    _ keys: CloudKeys,
    _ database: SQLiteCloudDatabase,
    _ frame: Frame
  ) async throws -> (CloudRouter, FolderKeeper) {
    let (timer, identifiers, directory) = (frame.timer, frame.identifiers, frame.directory)
    let identity = CloudIdentity(region: options.region)
    let faults = FaultBook(database: database, identifiers: identifiers)
    let ring = KeyRing(owner: keys.credentials)
    let processes = FunctionProcesses(
      store: CodeStore(database: database, folder: folder.functions, identifiers: identifiers),
      ring: ring,
      base: FunctionProcesses.Base(
        endpoint: "http://127.0.0.1:\(frame.server.port)",
        timer: timer,
        clock: options.clock,
        identity: identity,
        identifiers: identifiers,
        stopwatch: Stopwatch()
      )
    )
    let foundations = CloudFoundations(
      database: database,
      identity: identity,
      timer: timer,
      clock: options.clock,
      directory: directory,
      identifiers: identifiers,
      stopwatch: Stopwatch(),
      background: frame.background,
      faults: faults,
      code: plan.code(directory, options.clock),
      processes: processes,
      logger: options.logger,
      mail: options.mail
    )
    let parts = try plan.parts(foundations)
    let gateway = RestGateway(
      invoker: parts.runner,
      metrics: parts.metrics,
      logs: parts.logs,
      timer: timer,
      stopwatch: foundations.stopwatch,
      identity: identity,
      identifiers: identifiers
    )
    let functions = LambdaService(
      runner: parts.runner,
      background: frame.background,
      database: database,
      caller: directory
    )
    directory.add(parts.services)
    directory.add([
      functions,
      APIGatewayService(gateway: gateway, identity: identity),
    ])
    try await faults.load()
    let stack = try await StackApplier(
      directory: directory,
      store: StackStore(database: database),
      identity: identity
    ).apply(stackRequest(options, plan), now: options.clock.now)
    try await functions.register(stack.resources)
    let built = try RestAPIBuilder(stack.resources, apiKey: keys.apiKey).build()
    gateway.serve(built.stages, built.plans)
    processes.permit(
      Dictionary(
        stack.resources.filter { $0.type == "AWS::IAM::Role" }.map { role in
          (role.arn ?? "", RolePolicy(properties: role.properties))
        },
        uniquingKeysWith: { $1 }
      )
    )
    try await processes.store.load(parts.runner.specs, now: options.clock.now)
    for service in directory.all { try await service.resume() }
    let router = CloudRouter(
      gateway: gateway,
      desk: AdminDesk(
        faults: faults,
        functions: parts.runner,
        outbox: parts.outbox,
        clock: options.clock
      ),
      directory: directory,
      check: SignatureCheck(ring: ring, region: options.region),
      clock: options.clock,
      identifiers: identifiers
    )
    let keeper = FolderKeeper(
      database: database,
      services: { directory.all },
      timer: timer,
      logs: parts.logs,
      logger: options.logger,
      largestBytes: options.largestBytes
    )
    return (router, keeper)
  }

  /// Lets what was set off finish for at most `milliseconds` in all, and ends.
  func stop(within milliseconds: Int64) async {
    await LocalCloud.takeDown(frame, within: milliseconds)
    await database.close()
  }

  /// Ends all but the database, which takes in what the others leave.
  private static func takeDown(_ frame: Frame, within milliseconds: Int64) async {
    let end = frame.timer.now + milliseconds
    await frame.server.stop(drain: milliseconds)
    frame.gate.shut()
    await settle(frame, until: end)
    let left = max(0, end - frame.timer.now)
    await frame.background.finish(within: left, timer: frame.timer)
    for service in frame.directory.all { await service.halt() }
    frame.timer.stop()
  }

  /// Waits until no service has anything under way.
  private static func settle(_ frame: Frame, until end: Instant) async {
    while frame.timer.now < end {
      var isIdle = true
      for service in frame.directory.all where isIdle { isIdle = await service.isIdle }
      if isIdle { return }
      await frame.timer.pause("settling", until: frame.timer.now + 10)
    }
  }
}
