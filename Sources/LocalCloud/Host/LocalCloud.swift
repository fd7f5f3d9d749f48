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
    var migrations: [CloudMigration]
    var parts: @Sendable (CloudFoundations) throws -> CloudParts
    var code: @Sendable (any AWSCaller, any WallClock) -> any FunctionCode
    var builtInTemplate: @Sendable () -> String
  }

  /// The port it serves on.
  let port: Int
  /// The keys its callers need.
  let keys: CloudKeys
  /// What the template gave as outputs.
  let outputs: JSONObject

  private let server: LoopbackServer
  private let database: SQLiteCloudDatabase
  private let timer: RealCloudTimer
  private let background: BackgroundWork
  private let directory: ServiceDirectory
  private let processes: FunctionProcesses

  private init(
    server: LoopbackServer,
    keys: CloudKeys,
    outputs: JSONObject,
    database: SQLiteCloudDatabase,
    timer: RealCloudTimer,
    background: BackgroundWork,
    directory: ServiceDirectory,
    processes: FunctionProcesses
  ) {
    self.server = server
    self.keys = keys
    self.outputs = outputs
    self.database = database
    self.timer = timer
    self.background = background
    self.directory = directory
    self.processes = processes
    port = server.port
  }

  /// Opens the database, applies the template and serves on `port`.
  ///
  /// - Throws: `CloudStoreError`, `CloudFileError`, `TemplateError`, `ServerError`.
  static func start(
    _ options: LocalCloudOptions,
    in folder: DataFolder,
    port: Int,
    plan: Plan
  ) async throws -> LocalCloud {
    // A database that is refused leaves the folder as it was found.
    let database = try SQLiteCloudDatabase(
      path: folder.database,
      migrations: StackStore.migrations + FaultBook.migrations + CodeStore.migrations
        + plan.migrations,
      logger: options.logger
    )
    let background = BackgroundWork()
    let timer = RealCloudTimer(clock: options.clock, work: background)
    do {
      let keys = try CloudKeys(atPath: folder.keys)
      return try await assemble(options, folder, port, plan, keys, database, timer, background)
    } catch {
      timer.stop()
      await database.close()
      throw error
    }
  }

  private static func assemble(
    _ options: LocalCloudOptions,
    _ folder: DataFolder,
    _ port: Int,
    _ plan: Plan,
    _ keys: CloudKeys,
    _ database: SQLiteCloudDatabase,
    _ timer: RealCloudTimer,
    _ background: BackgroundWork
  ) async throws -> LocalCloud {
    let identifiers = RandomIdentifiers()
    let identity = CloudIdentity(region: options.region)
    let directory = ServiceDirectory(identifiers: identifiers, clock: options.clock)
    let faults = FaultBook(database: database, identifiers: identifiers)
    let ring = KeyRing(owner: keys.credentials)
    let processes = FunctionProcesses(
      store: CodeStore(database: database, folder: folder.functions, identifiers: identifiers),
      ring: ring,
      base: FunctionProcesses.Base(
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
      background: background,
      faults: faults,
      code: plan.code(directory, options.clock),
      processes: processes,
      logger: options.logger
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
    directory.add(parts.services)
    directory.add([
      LambdaService(runner: parts.runner, background: background),
      APIGatewayService(gateway: gateway),
    ])
    try await faults.load()
    let stack = try await StackApplier(
      directory: directory,
      store: StackStore(database: database),
      identity: identity
    ).apply(
      StackApplier.Request(
        template: options.template,
        parameters: options.parameters,
        builtIn: plan.builtInTemplate(),
        defaults: LocalCloudOptions.parameterDefaults
      ),
      now: options.clock.now
    )
    try register(stack, parts.runner, gateway, keys)
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
    let server = try await LoopbackServer.start(port: port, clock: options.clock) { request in
      await router.answer(request)
    }
    processes.serve(at: "http://127.0.0.1:\(server.port)")
    return LocalCloud(
      server: server,
      keys: keys,
      outputs: stack.outputs,
      database: database,
      timer: timer,
      background: background,
      directory: directory,
      processes: processes
    )
  }

  /// Registers what has no operation of its own: functions and REST APIs.
  private static func register(
    _ stack: ResolvedStack,
    _ runner: FunctionRunner,
    _ gateway: RestGateway,
    _ keys: CloudKeys
  ) throws {
    runner.register(
      stack.resources.filter { $0.type == "AWS::Lambda::Function" }.map { function in
        FunctionSpec(
          name: function.reference,
          arn: function.arn ?? "",
          properties: function.properties
        )
      }
    )
    let built = try RestAPIBuilder(stack.resources, apiKey: keys.apiKey).build()
    gateway.serve(built.stages, built.plans)
  }

  /// Lets what was set off finish for at most `drain` milliseconds, and ends.
  func stop(drain milliseconds: Int64) async {
    await server.stop(drain: milliseconds)
    await settle(until: timer.now + milliseconds)
    await background.finish(within: milliseconds, timer: timer)
    await processes.stop()
    timer.stop()
    await database.close()
  }

  /// Waits until no service has anything under way.
  private func settle(until end: Instant) async {
    while timer.now < end {
      var isIdle = true
      for service in directory.all where isIdle { isIdle = await service.isIdle }
      if isIdle { return }
      await timer.pause("settling", until: timer.now + 10)
    }
  }
}
