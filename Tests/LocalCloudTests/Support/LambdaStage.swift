import AWSWire
import GRDB
import JSONValue
import Synchronization

@testable import LocalCloud

/// Lambda with functions whose code does what their events say, on a stage's database and clock.
struct LambdaStage {
  /// Takes calls, and answers them with what a test wants.
  final class Caller: AWSCaller {
    private let kept = Mutex((calls: [AWSCall](), failures: [AWSError]()))

    var calls: [AWSCall] { kept.withLock { $0.calls } }

    /// Has the next calls fail.
    func fail(_ errors: [AWSError]) { kept.withLock { $0.failures = errors } }

    func call(_ call: AWSCall) async throws -> JSON {
      let failure = kept.withLock { kept -> AWSError? in
        kept.calls.append(call)
        return kept.failures.isEmpty ? nil : kept.failures.removeFirst()
      }
      if let failure { throw failure }
      return [:]
    }
  }

  let stage: ServiceStage
  let database: SQLiteCloudDatabase
  let recorder = Recorder()
  let caller = Caller()
  let faults: FaultBook
  let runner: FunctionRunner
  let service: LambdaService

  init(_ stage: ServiceStage, functions: [String] = ["f", "g"]) async throws {
    self.stage = stage
    database = try stage.open()
    let identifiers = RandomIdentifiers()
    faults = FaultBook(database: database, identifiers: identifiers)
    let processes = FunctionProcesses(
      store: CodeStore(
        database: database,
        folder: stage.folder + "/functions",
        identifiers: identifiers
      ),
      ring: KeyRing(owner: AWSCredentials(accessKeyID: "a", secretAccessKey: "s")),
      base: FunctionProcesses.Base(
        endpoint: "http://127.0.0.1:1",
        timer: stage.timer,
        clock: SystemWallClock(),
        identity: stage.identity,
        identifiers: identifiers,
        stopwatch: Stopwatch { 0 }
      )
    )
    runner = FunctionRunner(
      FunctionRunner.Surroundings(
        code: ScriptedCode(),
        logs: recorder,
        metrics: recorder,
        timer: stage.timer,
        identity: stage.identity,
        identifiers: identifiers,
        stopwatch: Stopwatch { 0 },
        processes: processes
      ),
      faults: faults
    )
    service = LambdaService(
      runner: runner,
      background: BackgroundWork(),
      database: database,
      caller: caller
    )
    try await service.register(functions.map { LambdaStage.resource($0) })
    try await processes.store.load(runner.specs, now: stage.timer.now)
  }

  /// A function as a template has it.
  static func resource(_ name: String, timeout: Int = 3) -> ResolvedStack.Resource {
    ResolvedStack.Resource(
      logicalID: name,
      type: "AWS::Lambda::Function",
      reference: name,
      properties: ["Timeout": JSON(timeout), "Runtime": "provided.al2023", "Role": "r"],
      isRetained: false,
      arn: "arn:aws:lambda:eu-central-1:000000000000:function:\(name)"
    )
  }

  func call(_ operation: String, _ input: JSON) async throws -> JSON {
    try await service.call(operation, input, stage)
  }

  func refusal(_ operation: String, _ input: JSON) async -> CloudError? {
    await service.refusal(operation, input, stage)
  }

  /// Waits until nothing is under way.
  func settle() async throws -> Bool { try await eventually { await service.isIdle } }

  /// How many events are kept.
  var waiting: Int {
    get async throws {
      try await database.read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM lambda_event") ?? 0
      }
    }
  }
}
