internal import CustomerBackend
internal import JSONValue

extension LocalCloud.Plan {
  /// The cloud as it is run: all services, the backend's functions and its template.
  static let standard = LocalCloud.Plan(
    migrations: DynamoDBService.migrations + LogsService.migrations + SNSService.migrations
      + CloudWatchService.migrations + EventsService.migrations
      + StepFunctionsService.migrations,
    parts: { try parts($0) },
    code: { aws, clock in BackendCode(aws: aws, clock: clock) },
    builtInTemplate: { BackendTemplate.yaml }
  )

  private static func parts(_ base: CloudFoundations) throws -> CloudParts {
    let (database, identity, timer) = (base.database, base.identity, base.timer)
    let logs = LogsService(database: database, identity: identity, timer: timer)
    let directory = base.directory
    let targets = TargetDispatcher(directory: directory, logs: logs, clock: base.clock)
    let topics = SNSService(
      database: database,
      identity: identity,
      timer: timer,
      functions: targets,
      mail: base.mail,
      logger: base.logger
    )
    let metrics = CloudWatchService(
      database: database,
      identity: identity,
      timer: timer,
      topics: topics,
      logger: base.logger
    )
    logs.publish(to: metrics)
    topics.publish(to: metrics)
    let runner = base.runner(logs: logs, metrics: metrics)
    return CloudParts(
      services: [
        DynamoDBService(
          database: database,
          identity: identity,
          meter: TableMeter(sink: metrics, timer: timer, stopwatch: base.stopwatch)
        ), logs, topics, metrics, STSService(identity: identity),
        CloudFormationService(
          store: StackStore(database: database),
          identity: identity,
          builtInTemplate: { BackendTemplate.yaml },
          parameterDefaults: LocalCloudOptions.parameterDefaults
        ),
        EventsService(
          database: database,
          identity: identity,
          timer: timer,
          targets: targets,
          metrics: metrics
        ),
        StepFunctionsService(
          database: database,
          identity: identity,
          timer: timer,
          functions: runner,
          logs: logs,
          metrics: metrics,
          identifiers: base.identifiers,
          call: { try await directory.call($0) }
        ),
      ],
      runner: runner,
      logs: logs,
      metrics: metrics,
      outbox: { try await topics.notifications(limit: 1000) }
    )
  }
}

extension LocalCloudHost {
  /// Opens the cloud in a data folder: runs it, where no process does yet, or connects to the one that
  /// does and stands by to take over.
  ///
  /// - Throws: `CloudStoreError`, `CloudFileError`, `TemplateError`, `ServerError`, `HostError`.
  package static func open(_ options: LocalCloudOptions) async throws -> LocalCloudHandle {
    try await open(options, plan: .standard)
  }

  /// Connects to the cloud that another process runs in a data folder, without standing by to take
  /// over; `nil` where none does.
  ///
  /// - Throws: `CloudFileError` where its keys cannot be read.
  package static func running(_ options: LocalCloudOptions) async throws -> LocalCloudHandle? {
    try await connected(options, DataFolder(making: options.folder), .standard)
  }
}
