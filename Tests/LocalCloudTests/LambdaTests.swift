import AWSWire
import JSONValue
import Testing

@testable import LocalCloud

struct LambdaTests {
  private let timer = ManualCloudTimer(Instant(milliseconds: 1_770_000_000_000))
  private let recorder = Recorder()
  private let runner: FunctionRunner
  private let database: SQLiteCloudDatabase
  private let faults: FaultBook
  private let folder = ScratchFolder()

  init() throws {
    database = try SQLiteCloudDatabase(
      path: folder.path + "/cloud.sqlite",
      migrations: FaultBook.migrations,
      logger: quiet
    )
    let identifiers = RandomIdentifiers()
    faults = FaultBook(database: database, identifiers: identifiers)
    runner = FunctionRunner(
      FunctionRunner.Surroundings(
        code: ScriptedCode(),
        logs: recorder,
        metrics: recorder,
        timer: timer,
        identity: CloudIdentity(region: "eu-central-1"),
        identifiers: identifiers,
        stopwatch: Stopwatch { 0 }
      ),
      faults: faults
    )
    runner.register([
      FunctionSpec(
        name: "f",
        arn: "arn:aws:lambda:eu-central-1:000000000000:function:f",
        properties: ["MemorySize": 1, "Timeout": 3, "Runtime": "provided.al2023"]
      )
    ])
  }

  @Test func `A cold and a warm invocation leave Lambda's lines`() async throws {
    let first = try await runner.invoke("f", payload: [:])
    let second = try await runner.invoke(
      "arn:aws:lambda:eu-central-1:000000000000:function:f:$LATEST",
      payload: [:]
    )
    let entries = recorder.entries
    try #require(entries.count == 2)
    #expect(entries[0].group == "/aws/lambda/f")
    #expect(entries[0].stream == entries[1].stream)
    #expect(entries[0].stream.hasPrefix("2026/02/02/[$LATEST]"))
    #expect(entries[0].stream.count == "2026/02/02/[$LATEST]".count + 32)
    #expect(entries[0].lines[0].hasPrefix("INIT_START Runtime Version: provided:al2023.v"))
    #expect(
      Array(entries[0].lines.dropFirst()) == [
        "START RequestId: \(first.requestID) Version: $LATEST", "received", "answered",
        "END RequestId: \(first.requestID)",
        "REPORT RequestId: \(first.requestID)\tDuration: 0.00 ms\tBilled Duration: 1 ms\t"
          + "Memory Size: 1 MB\tMax Memory Used: 1 MB\tInit Duration: 0.00 ms\t",
      ]
    )
    #expect(entries[1].lines.first == "START RequestId: \(second.requestID) Version: $LATEST")
    #expect(entries[1].lines.last?.contains("Init Duration") == false)
    #expect(recorder.sum("Invocations") == 2)
    #expect(recorder.sum("Errors") == 0)
  }

  @Test func `A function that throws is a result with its error`() async throws {
    let result = try await runner.invoke("f", payload: ["do": "throw"])
    #expect(result.functionError == "Unhandled")
    #expect(result.payload["errorType"] == "Broken")
    #expect(result.payload["errorMessage"] == "it broke")
    #expect(result.payload["requestId"]?.string == result.requestID)
    #expect(recorder.sum("Errors") == 1)
  }

  @Test func `An injected error comes after the received line`() async throws {
    try await faults.add(Fault(function: "f", kind: .error))
    let result = try await runner.invoke("f", payload: [:])
    #expect(result.payload["errorType"] == "InjectedFault")
    #expect(recorder.entries[0].lines.contains("received"))
    #expect(!recorder.entries[0].lines.contains("answered"))
  }

  @Test func `A throttled function is not invoked`() async throws {
    try await faults.add(Fault(function: "f", kind: .throttle))
    await #expect {
      _ = try await runner.invoke("f", payload: [:])
    } throws: { ($0 as? CloudError)?.code == "TooManyRequestsException" }
    #expect(recorder.entries.isEmpty)
    #expect(recorder.sum("Invocations") == 0)
  }

  @Test func `A fault ends by itself and is kept over restarts`() async throws {
    try await faults.add(
      Fault(function: "f", kind: .delay(milliseconds: 40), rate: 0.5, until: timer.now + 60_000)
    )
    let before = try await faults.list(now: timer.now)
    #expect(before.count == 1)
    let again = FaultBook(database: database, identifiers: RandomIdentifiers())
    #expect(try await again.list(now: timer.now) == before)
    await timer.advance(milliseconds: 60_000)
    #expect(try await faults.list(now: timer.now).isEmpty)
  }

  @Test func `A function that takes too long is cut off`() async throws {
    try await faults.add(Fault(function: "f", kind: .timeout))
    async let pending = runner.invoke("f", payload: [:])
    while !timer.hasSchedule { await Task.yield() }
    await timer.advance(milliseconds: 3000)
    let result = try await pending
    #expect(result.functionError == "Unhandled")
    #expect(
      result.payload["errorMessage"]?.string?.hasSuffix("Task timed out after 3.00 seconds") == true
    )
    let lines = recorder.entries[0].lines
    #expect(lines.contains("received"))
    #expect(!lines.contains("answered"))
    #expect(
      lines.last == "2026-02-02T02:40:03.000Z \(result.requestID) Task timed out after 3.00 seconds"
    )
    #expect(recorder.sum("Errors") == 1)
  }

  @Test func `An unknown function is not found`() async {
    await #expect {
      _ = try await runner.invoke("nobody", payload: [:])
    } throws: { ($0 as? CloudError)?.code == "ResourceNotFoundException" }
  }
}
