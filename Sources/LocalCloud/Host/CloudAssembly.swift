internal import AWSWire
internal import JSONValue

/// Puts a cloud together on a frame that stands: services, what the template asks for, and the router.
struct CloudAssembly: Sendable {
  /// What the user asks for.
  let options: LocalCloudOptions
  /// Where what is unpacked lies.
  let folder: DataFolder
  /// How the services are made.
  let plan: LocalCloud.Plan
  /// The keys that callers need.
  let keys: CloudKeys
  /// The opened database.
  let database: SQLiteCloudDatabase
  /// What the cloud stands on.
  let frame: CloudFrame

  private var identity: CloudIdentity { CloudIdentity(region: options.region) }

  /// The services, and what the template's resources are handed to.
  private struct House {
    let base: CloudFoundations
    let parts: CloudParts
    let gateway: RestGateway
    let functions: LambdaService
  }

  /// Makes all, applies the template and lets the services go on with what they had begun.
  ///
  /// - Throws: `CloudStoreError`, `TemplateError`, `CloudError`.
  func assembled() async throws -> (CloudRouter, FolderKeeper) {
    let ring = KeyRing(owner: keys.credentials)
    let house = try house(on: foundations(ring))
    try await furnish(house)
    for service in frame.directory.all { try await service.resume() }
    return (router(house, ring), keeper(house))
  }

  /// The template and the parameters that are to be applied.
  static func stackRequest(
    _ options: LocalCloudOptions,
    _ plan: LocalCloud.Plan
  ) -> StackApplier.Request {
    StackApplier.Request(
      template: options.template,
      parameters: options.parameters,
      builtIn: plan.builtInTemplate(),
      defaults: LocalCloudOptions.parameterDefaults
    )
  }

  private func foundations(_ ring: KeyRing) -> CloudFoundations {
    let (clock, identifiers, stopwatch) = (options.clock, frame.identifiers, Stopwatch())
    return CloudFoundations(
      database: database,
      identity: identity,
      timer: frame.timer,
      clock: clock,
      directory: frame.directory,
      identifiers: identifiers,
      stopwatch: stopwatch,
      background: frame.background,
      faults: FaultBook(database: database, identifiers: identifiers),
      code: plan.code(frame.directory, clock),
      processes: FunctionProcesses(
        store: CodeStore(database: database, folder: folder.functions, identifiers: identifiers),
        ring: ring,
        base: FunctionProcesses.Base(
          endpoint: "http://127.0.0.1:\(frame.server.port)",
          timer: frame.timer,
          clock: clock,
          identity: identity,
          identifiers: identifiers,
          stopwatch: stopwatch
        )
      ),
      logger: options.logger,
      mail: options.mail
    )
  }

  /// Makes the services and has the directory find them.
  private func house(on base: CloudFoundations) throws -> House {
    let parts = try plan.parts(base)
    let gateway = RestGateway(
      invoker: parts.runner,
      database: database,
      metrics: parts.metrics,
      logs: parts.logs,
      timer: base.timer,
      stopwatch: base.stopwatch,
      identity: identity,
      identifiers: base.identifiers
    )
    let functions = LambdaService(
      runner: parts.runner,
      background: base.background,
      database: database,
      caller: base.directory
    )
    frame.directory.add(parts.services)
    frame.directory.add([functions, APIGatewayService(gateway: gateway, identity: identity)])
    return House(base: base, parts: parts, gateway: gateway, functions: functions)
  }

  /// Applies the template, and hands its functions, API and roles to those that keep no resources.
  private func furnish(_ house: House) async throws {
    let stack = try await StackApplier(
      directory: frame.directory,
      store: StackStore(database: database),
      identity: identity
    ).apply(CloudAssembly.stackRequest(options, plan), now: options.clock.now)
    try await house.functions.register(stack.resources)
    let built = try RestAPIBuilder(stack.resources, apiKey: keys.apiKey).build()
    house.gateway.serve(built.stages, built.plans)
    let roles = stack.resources.filter { $0.type == "AWS::IAM::Role" }.map { role in
      (role.arn ?? "", RolePolicy(properties: role.properties))
    }
    let processes = house.base.processes
    processes.permit(Dictionary(roles, uniquingKeysWith: { $1 }))
    try await processes.store.load(house.parts.runner.specs, now: options.clock.now)
  }

  private func router(_ house: House, _ ring: KeyRing) -> CloudRouter {
    CloudRouter(
      gateway: house.gateway,
      desk: AdminDesk(
        faults: house.base.faults,
        functions: house.parts.runner,
        outbox: house.parts.outbox,
        clock: options.clock
      ),
      directory: frame.directory,
      check: SignatureCheck(ring: ring, region: options.region),
      clock: options.clock,
      identifiers: frame.identifiers
    )
  }

  private func keeper(_ house: House) -> FolderKeeper {
    FolderKeeper(
      database: database,
      services: { [directory = frame.directory] in directory.all },
      timer: frame.timer,
      logs: house.parts.logs,
      logger: options.logger,
      largestBytes: options.largestBytes
    )
  }
}
