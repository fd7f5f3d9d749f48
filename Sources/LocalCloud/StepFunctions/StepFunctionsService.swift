package import AWSWire
internal import GRDB
package import JSONValue
internal import StatesLanguage

/// The emulated Step Functions: Standard workflows with durable executions and history.
///
/// The states language itself is `StatesLanguage`; this room keeps machines and executions, carries
/// their orders out and waits for what becomes of them. It knows neither HTTP nor any function.
package final class StepFunctionsService: CloudService {
  /// Step Functions.
  package let service = AWSService.states

  /// Where machines, executions and histories are kept.
  let database: any CloudDatabase
  /// The names in ARNs.
  let identity: CloudIdentity
  /// The clock of waits, retries and timeouts.
  let timer: any CloudTimer
  /// The machines in memory.
  let machines: MachineCatalog
  /// The executions that run.
  let runs: RunRegistry
  /// Where the random numbers of executions begin.
  let identifiers: RandomIdentifiers
  /// Where workers fetch the tasks of activities.
  let activities = ActivityDesk()

  /// Calls an operation of another service of the cloud.
  package typealias ServiceCall = @Sendable (AWSCall) async throws -> JSON

  /// The schema's steps.
  package static let migrations: [CloudMigration] = [
    CloudMigration("states-1") { db in
      try db.execute(
        sql: """
          CREATE TABLE state_machine (
            arn TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
            revision TEXT NOT NULL
          ) WITHOUT ROWID;
          CREATE TABLE state_machine_revision (
            revision TEXT PRIMARY KEY, machine_arn TEXT NOT NULL, updated INTEGER NOT NULL,
            body TEXT NOT NULL
          ) WITHOUT ROWID;
          CREATE TABLE execution (
            id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL,
            revision TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
            started INTEGER NOT NULL, stopped INTEGER, input TEXT NOT NULL, output TEXT,
            error TEXT, cause TEXT, snapshot TEXT
          );
          CREATE INDEX execution_of_machine ON execution (machine_arn, started);
          CREATE INDEX execution_by_status ON execution (status) WHERE status = 'RUNNING';
          CREATE TABLE execution_event (
            execution_id INTEGER NOT NULL, id INTEGER NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (execution_id, id)
          ) WITHOUT ROWID;
          """
      )
    },
    CloudMigration("states-2") { db in
      try db.execute(
        sql: """
          ALTER TABLE execution ADD COLUMN redrive_count INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE execution ADD COLUMN redriven INTEGER;
          ALTER TABLE execution ADD COLUMN redrive_token TEXT;
          CREATE TABLE states_activity (
            arn TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL
          ) WITHOUT ROWID;
          CREATE TABLE states_tags (arn TEXT PRIMARY KEY, tags TEXT NOT NULL) WITHOUT ROWID;
          """
      )
    },
    // What is forgotten is found without a walk over all executions.
    CloudMigration("states-3") { db in
      try db.execute(
        sql: """
          CREATE INDEX execution_by_end ON execution (stopped) WHERE stopped IS NOT NULL;
          CREATE INDEX execution_of_revision ON execution (revision);
          """
      )
    },
  ]

  /// Makes the service on its database and its neighbours.
  ///
  /// - Parameters:
  ///   - database: where machines, executions and histories are kept.
  ///   - identity: the names in ARNs.
  ///   - timer: the clock of waits, retries and timeouts.
  ///   - functions: runs Lambda tasks.
  ///   - logs: takes what a machine's logging configuration asks for.
  ///   - metrics: takes the metrics of `AWS/States`.
  ///   - identifiers: where the random numbers of executions begin.
  ///   - call: runs the tasks of the other integrations.
  package init(
    database: any CloudDatabase,
    identity: CloudIdentity,
    timer: any CloudTimer,
    functions: any FunctionInvoker,
    logs: any LogSink,
    metrics: any MetricSink,
    identifiers: RandomIdentifiers,
    call: @escaping ServiceCall
  ) {
    self.database = database
    self.identity = identity
    self.timer = timer
    self.identifiers = identifiers
    machines = MachineCatalog(database: database)
    runs = RunRegistry(
      surroundings: RunSurroundings(
        database: database,
        timer: timer,
        tasks: TaskRunner(functions: functions, call: call),
        observer: RunObserver(logs: logs, metrics: metrics),
        activities: activities,
        identifiers: identifiers
      )
    )
  }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as Step Functions answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    try StatesShapes.check(input, of: operation)
    let input = CallInput(input)
    switch operation {
    case "StartExecution": return try await startExecution(input, context)
    case "StopExecution": return try await stopExecution(input)
    case "DescribeExecution": return try await describeExecution(input)
    case "GetExecutionHistory": return try await executionHistory(input)
    case "ListExecutions": return try await listExecutions(input)
    case "CreateStateMachine": return try await createStateMachine(input, context)
    case "DescribeStateMachine": return try await describeStateMachine(input)
    case "DescribeStateMachineForExecution": return try await describeForExecution(input)
    case "ListStateMachines": return try await listStateMachines(input)
    case "UpdateStateMachine": return try await updateStateMachine(input, context)
    case "DeleteStateMachine": return try await deleteStateMachine(input)
    case "ValidateStateMachineDefinition": return validateDefinition(input)
    case "RedriveExecution": return try await redriveExecution(input, context)
    case "StartSyncExecution": throw StatesError.wrongType
    default: return try await performAside(operation, input, context)
    }
  }

  private func performAside(
    _ operation: String,
    _ input: CallInput,
    _ context: CallContext
  ) async throws -> JSON {
    switch operation {
    case "SendTaskSuccess": return try await sendTaskSuccess(input)
    case "SendTaskFailure": return try await sendTaskFailure(input)
    case "SendTaskHeartbeat": return try await sendTaskHeartbeat(input)
    case "GetActivityTask": return try await getActivityTask(input)
    case "CreateActivity": return try await createActivity(input, context)
    case "DescribeActivity": return try await describeActivity(input)
    case "ListActivities": return try await listActivities(input)
    case "DeleteActivity": return try await deleteActivity(input)
    case "TagResource": return try await tagResource(input)
    case "UntagResource": return try await untagResource(input)
    case "ListTagsForResource": return try await listTags(input)
    default: throw StatesError.unknownOperation(operation)
    }
  }

  /// Whether no execution has a task under way; waits and retries go on at the next start.
  package var isIdle: Bool { get async { await runs.isResting } }

  /// Removes the oldest executions that have ended.
  package func shed() async throws -> Int {
    try await database.write { db in
      try ExecutionStore.forget(before: Int64.max, limit: 100, in: db)
    }
  }

  /// Stops every execution where it is.
  package func halt() async { await runs.halt() }

  /// Takes up every execution that was running, from its last durable step.
  package func resume() async throws {
    try await takeUpRunning()
    scheduleForgetting(after: 10_000)
  }
}
