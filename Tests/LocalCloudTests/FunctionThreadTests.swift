import AWSWire
import JSONValue
import Packaging
import Synchronization
import Testing

@testable import LocalCloud

/// Starts of processes where the system has no thread left to look after them.
@Suite(.timeLimit(.minutes(2)))
struct FunctionThreadTests {
  @Test(arguments: [0, 1])
  func `Where a thread is missing the start fails, and no process is left`(spare: Int) async throws
  {
    let stage = try ServiceStage()
    let database = try stage.open()
    let store = CodeStore(
      database: database,
      folder: stage.folder + "/functions",
      identifiers: RandomIdentifiers()
    )
    let function = FunctionSpec(name: "f", arn: "arn:f", properties: ["Timeout": 3])
    try await store.load([function], now: stage.timer.now)
    let zip = FunctionStage.zip(FunctionStage.shell("respond 1"))
    let code = UploadedCode(
      digest: Digest.sha256Hex(zip),
      size: zip.count,
      revision: "r",
      modified: stage.timer.now
    )
    try await store.put(zip, code, for: "f")
    let left = Mutex(spare)
    let processes = FunctionProcesses(
      store: store,
      ring: KeyRing(owner: AWSCredentials(accessKeyID: "a", secretAccessKey: "s")),
      base: FunctionProcesses.Base(
        endpoint: "http://127.0.0.1:1",
        timer: stage.timer,
        clock: SystemWallClock(),
        identity: stage.identity,
        identifiers: RandomIdentifiers(),
        stopwatch: Stopwatch(),
        threads: { body throws(DetachedThread.Failure) in
          let hasOne = left.withLock { left in
            left -= 1
            return left >= 0
          }
          guard hasOne else { throw DetachedThread.Failure(reason: "no thread is left") }
          try DetachedThread.start(body)
        }
      )
    )
    let failure = await #expect(throws: FunctionFailure.self) {
      _ = try await processes.launch(function, stream: "s") { _ in }
    }
    #expect(failure?.type == "Runtime.InvalidEntrypoint")
    #expect(failure?.message == "fork/exec /var/task/bootstrap: no thread is left")
    // It waits for every process that runs.
    await processes.stop()
    await database.close()
  }

  @Test func `A thread runs what it is given`() async throws {
    let race = Race<Void>()
    try DetachedThread.start { race.settle(()) }
    await race.outcome()
  }
}
