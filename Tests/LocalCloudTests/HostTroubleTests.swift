import AWSWire
import Foundation
import GRDB
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// A service that never comes to rest.
private final class RestlessService: CloudService {
  let service = AWSService.dynamoDB

  func perform(_ operation: String, _ input: JSON, _ context: CallContext) async throws -> JSON {
    await Race<Void>.waitForCancellation()
    return [:]
  }

  var isIdle: Bool { get async { false } }
}

/// A clock that goes on by a tenth of a second with each look at it.
private final class HastyClock: WallClock {
  private let count = Mutex<Int64>(0)

  var looks: Int64 { count.withLock { $0 } }

  var now: Instant {
    count.withLock { count in
      count += 1
      return Instant(milliseconds: 1_790_000_000_000 + count * 100)
    }
  }
}

/// Starts, ends and changes of owner that do not go well.
@Suite(.timeLimit(.minutes(2)))
struct HostTroubleTests {
  private let folder = ScratchFolder()

  private func options(
    _ change: (inout LocalCloudOptions) -> Void = { _ in }
  ) -> LocalCloudOptions {
    var options = LocalCloudOptions(
      folder: folder.path,
      clock: SystemWallClock(),
      logger: quiet
    )
    change(&options)
    return options
  }

  /// The echoing cloud, whose services are refused as often as `failures` says.
  private func plan(failing failures: Int) -> LocalCloud.Plan {
    let left = Mutex(failures)
    var plan = LocalCloud.Plan.echoing()
    let parts = plan.parts
    plan.parts = { foundations in
      let mustFail = left.withLock { left in
        left -= 1
        return left >= 0
      }
      if mustFail { throw CloudError("InternalFailure", "not this time", status: 500) }
      return try parts(foundations)
    }
    return plan
  }

  private func serves(_ port: Int) async -> Bool {
    await RawClient(port: port).send("GET", "/_rollcall/health")?.status == 200
  }

  @Test func `A take-over that fails is tried again until it works`() async throws {
    let owner = try await LocalCloudHost.open(options(), plan: .echoing())
    let second = try await LocalCloudHost.open(options(), plan: plan(failing: 3))
    await owner.close()
    #expect(try await eventually { await serves(second.port) && second.isOwner })
    await second.close()
  }

  @Test func `A start that fails leaves neither port nor lock behind`() async throws {
    let port = OwnPort.next()
    let first = try await LocalCloudHost.open(options { $0.port = port }, plan: .echoing())
    await first.close()
    await #expect(throws: CloudError.self) {
      try await LocalCloudHost.open(options { $0.port = port }, plan: plan(failing: 1))
    }
    let again = try await LocalCloudHost.open(options { $0.port = port }, plan: .echoing())
    #expect(again.isOwner)
    await again.close()
  }

  @Test func `A cloud that cannot say where it serves does not serve`() async throws {
    let port = OwnPort.next()
    let first = try await LocalCloudHost.open(options { $0.port = port }, plan: .echoing())
    await first.close()
    let file = "\(folder.path)/endpoint.json"
    try FileManager.default.removeItem(atPath: file)
    try FileManager.default.createDirectory(
      atPath: file + "/in the way",
      withIntermediateDirectories: true
    )
    await #expect(throws: CloudFileError.self) {
      try await LocalCloudHost.open(options { $0.port = port }, plan: .echoing())
    }
    try FileManager.default.removeItem(atPath: file)
    let again = try await LocalCloudHost.open(options { $0.port = port }, plan: .echoing())
    #expect(again.isOwner)
    await again.close()
  }

  @Test func `An owner that does not answer is waited for by the clock, not by the round`()
    async throws
  {
    let lock = try #require(try FolderLock.tryTaking(folder: folder.path))
    let clock = HastyClock()
    await #expect(throws: HostError.ownerSilent(folder: folder.path, processID: nil)) {
      try await LocalCloudHost.open(
        options {
          $0.clock = clock
          $0.patienceMilliseconds = 2000
        },
        plan: .echoing()
      )
    }
    // A tenth of a second passes with each look at the clock.
    #expect(clock.looks <= 30)
    withExtendedLifetime(lock) {}
  }

  @Test func `An end waits for all that goes on together, not for one after the other`()
    async throws
  {
    let timer = ManualCloudTimer(Instant(milliseconds: 0))
    let directory = ServiceDirectory(identifiers: RandomIdentifiers(), clock: timer)
    directory.add([RestlessService()])
    let background = BackgroundWork()
    background.start { await Race<Void>.waitForCancellation() }
    let isOver = Mutex(false)
    let end = Task {
      await CloudFrame.settle(directory, background, until: Instant(milliseconds: 2000), timer)
      isOver.withLock { $0 = true }
    }
    while !isOver.withLock({ $0 }) {
      // Time passes only while it is waited for.
      if timer.hasSchedule { await timer.advance(milliseconds: 10) } else { await Task.yield() }
    }
    await end.value
    let took = timer.now - Instant(milliseconds: 0)
    #expect(took >= 2000)
    #expect(took < 3000, "waiting for both one after the other would be 4,000")
  }

  @Test func `An end takes as long as it was given`() async throws {
    var plan = LocalCloud.Plan.echoing()
    let parts = plan.parts
    plan.parts = { foundations in
      foundations.background.start { await Race<Void>.waitForCancellation() }
      let made = try parts(foundations)
      return CloudParts(
        services: [RestlessService()],
        runner: made.runner,
        logs: made.logs,
        metrics: made.metrics,
        outbox: made.outbox
      )
    }
    // The template's table is not made by a service that never answers.
    plan.builtInTemplate = { "Resources: {G: {Type: AWS::ApiGateway::Account}}" }
    let handle = try await LocalCloudHost.open(options(), plan: plan)
    let began = ContinuousClock.now
    await handle.close(drainMilliseconds: 2000)
    #expect(ContinuousClock.now - began >= .milliseconds(1900))
  }

  @Test func `A template that is broken is refused before the data are deleted`() async throws {
    await (try await LocalCloudHost.open(options(), plan: .echoing())).close()
    let keys = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/credentials.json"))
    await #expect(throws: TemplateError.self) {
      try await LocalCloudHost.open(
        options {
          $0.resets = true
          $0.template = "Resources: {Thing: {Type: AWS::S3::Bucket}}"
        },
        plan: .echoing()
      )
    }
    let left = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/credentials.json"))
    #expect(left == keys)
    let other = try await LocalCloudHost.open(
      options { $0.folder = folder.path + "-other" },
      plan: .echoing()
    )
    await #expect(throws: ServerError.portInUse(other.port)) {
      try await LocalCloudHost.open(
        options {
          $0.resets = true
          $0.port = other.port
        },
        plan: .echoing()
      )
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path + "/credentials.json")) == keys)
    await other.close()
    try FileManager.default.removeItem(atPath: folder.path + "-other")
  }

  @Test func `A database that has lost its bytes is not taken for a new one`() async throws {
    await (try await LocalCloudHost.open(options(), plan: .echoing())).close()
    let database = folder.path + "/cloud.sqlite"
    try Data().write(to: URL(fileURLWithPath: database))
    await #expect {
      try await LocalCloudHost.open(options(), plan: .echoing())
    } throws: { error in
      "\(error)".hasPrefix("\(database) is damaged (it is empty, though ")
    }
    let handle = try await LocalCloudHost.open(options { $0.resets = true }, plan: .echoing())
    #expect(handle.isOwner)
    await handle.close()
  }

  @Test func `A request that comes before the cloud is ready waits for it`() async {
    let gate = RequestGate()
    let request = WebRequest(method: "GET", target: "/x")
    async let early = gate.answer(request)
    await Task.yield()
    #expect(!gate.isOpen)
    gate.open { WebResponse(status: 200, body: Array($0.target.utf8)) }
    #expect(await early.body == Array("/x".utf8))
    #expect(await gate.answer(request).status == 200)
    gate.shut()
    #expect(await gate.answer(request).status == 503)
  }
}

/// An owner that is killed, and those that wait to go on in its place.
@Suite(.enabled(if: mustHaveProgram), .timeLimit(.minutes(2)))
struct TakeOverTests {
  @Test func `When the owner is killed, the next call is answered in three seconds or so`()
    async throws
  {
    let program = try #require(rollcallProgram)
    let home = ScratchFolder()
    let start = ContinuousClock.now
    let owner = try await CloudProcess(program, folder: home.path + "/data", home: home.path)
    let second = try await CloudProcess(program, folder: home.path + "/data", home: home.path)
    // How busy the machine is: two starts, one of them with a new database, are hardly a second.
    let starts = ContinuousClock.now - start
    #expect(second.port == owner.port)
    await owner.end(SIGKILL)
    let began = ContinuousClock.now
    while await second.call(.dynamoDB, "DescribeTable", ["TableName": "customer_ids"]) == nil,
      ContinuousClock.now - began < .seconds(60)
    {}
    let took = ContinuousClock.now - began
    print("take-over after a kill: \(took), two starts: \(starts)")
    #expect(took <= .seconds(3) + starts)
    await second.end(SIGTERM)
  }
}
