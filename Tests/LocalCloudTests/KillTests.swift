import AWSWire
import Foundation
import GRDB
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// The owner of a cloud is killed in the middle of writes, over and over.
@Suite(.enabled(if: mustHaveProgram), .timeLimit(.minutes(30)))
struct KillTests {
  /// How often it is killed; `ROLLCALL_KILLS` asks for more.
  private static let rounds =
    ProcessInfo.processInfo.environment["ROLLCALL_KILLS"].flatMap { Int($0) } ?? 8
  private static let machine =
    "arn:aws:states:eu-central-1:000000000000:stateMachine:customers-workflow"

  private let home = ScratchFolder()

  @Test func `What was answered is there after kill -9, and what was begun ends`() async throws {
    let program = try #require(rollcallProgram)
    let promises = Promises()
    var random = SystemRandomNumberGenerator()
    for round in 0..<KillTests.rounds {
      let cloud = try await CloudProcess(program, folder: home.path + "/data", home: home.path)
      try await check(promises, on: cloud)
      promises.startRound(answersUntilKill: Int.random(in: 1...120, using: &random))
      await load(cloud, round, promises)
    }
    let cloud = try await CloudProcess(program, folder: home.path + "/data", home: home.path)
    try await check(promises, on: cloud)
    await cloud.end(SIGTERM)
    print("\(KillTests.rounds) kills, \(promises.count) answered writes were there")
  }

  /// Writes of all kinds at once until enough of them are answered; some are then under way.
  private func load(_ cloud: CloudProcess, _ round: Int, _ promises: Promises) async {
    await withTaskGroup(of: Void.self) { group in
      for lane in 0..<2 {
        for write in KillTests.writes {
          group.addTask {
            var number = 0
            while !promises.isEnough {
              await write(cloud, "\(round)-\(lane)-\(number)", promises)
              number += 1
            }
          }
        }
      }
      await group.next()
      // The other lanes find the connection cut off by the kill that comes now.
      await cloud.end(SIGKILL)
    }
  }

  private typealias Write = @Sendable (CloudProcess, String, Promises) async -> Void

  private static let writes: [Write] = [
    { cloud, name, promises in
      let id = "rest-\(name)"
      guard await cloud.rest("PUT", "/customers/\(id)") == 201 else { return }
      promises.keep { $0.present.insert(id) }
    },
    { cloud, name, promises in
      let id = "item-\(name)"
      let item: JSON = ["TableName": "customer_ids", "Item": ["id": ["S": .string(id)]]]
      guard await cloud.call(.dynamoDB, "PutItem", item) != nil else { return }
      promises.keep { $0.present.insert(id) }
      // Only what no event has announced stays deleted: a run that CustomerCreated starts after the
      // deletion inserts the id again.
      guard name.hasSuffix("3") else { return }
      promises.keep { $0.present.remove(id) }
      guard await cloud.rest("DELETE", "/customers/\(id)") == 200 else { return }
      promises.keep { $0.absent.insert(id) }
    },
    { cloud, name, promises in
      let input: JSON = ["id": .string("run-\(name)")]
      let order: JSON = [
        "stateMachineArn": .string(machine), "name": .string("run-\(name)"),
        "input": .string(input.text()),
      ]
      guard let arn = await cloud.call(.states, "StartExecution", order)?["executionArn"]?.string
      else { return }
      promises.keep { $0.runs.insert(arn) }
    },
    { cloud, name, promises in
      let line: JSON = [
        "timestamp": JSON(Int(SystemWallClock().now.milliseconds)), "message": .string(name),
      ]
      let batch: JSON = [
        "logGroupName": "/aws/lambda/log_event", "logStreamName": "kills", "logEvents": [line],
      ]
      _ = await cloud.call(
        .logs,
        "CreateLogStream",
        ["logGroupName": "/aws/lambda/log_event", "logStreamName": "kills"]
      )
      guard await cloud.call(.logs, "PutLogEvents", batch) != nil else { return }
      promises.keep { $0.lines.insert(name) }
    },
    { cloud, name, promises in
      let order: JSON = [
        "AlarmName": "customers-workflow-failed", "StateReason": .string("kill \(name)"),
        "StateValue": name.hasSuffix("0") ? "ALARM" : "OK",
      ]
      guard await cloud.call(.cloudWatch, "SetAlarmState", order) != nil,
        let sent = await cloud.desk("notifications")?.array
      else { return }
      promises.keep { $0.notices = max($0.notices, sent.count) }
    },
  ]

  private func check(_ promises: Promises, on cloud: CloudProcess) async throws {
    let kept = promises.kept
    let database = try DatabaseQueue(path: cloud.folder + "/cloud.sqlite")
    #expect(
      try await database.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"]
    )
    try database.close()
    let ids = try await all(cloud, .dynamoDB, "Scan", ["TableName": "customer_ids"], "Items")
    let present = Set(ids.compactMap { $0["id"]?["S"]?.string })
    #expect(kept.present.subtracting(present) == [])
    #expect(kept.absent.intersection(present) == [])
    for arn in kept.runs {
      let run = await ended(arn, cloud)
      #expect(run?["status"] == "SUCCEEDED", "\(arn): \(run?.text() ?? "nothing")")
    }
    promises.keep { $0.runs = [] }
    for run in await cloud.call(
      .states,
      "ListExecutions",
      ["stateMachineArn": .string(KillTests.machine), "statusFilter": "RUNNING"]
    )?["executions"]?.array ?? [] {
      #expect(await ended(run["executionArn"]?.string ?? "", cloud)?["status"] == "SUCCEEDED")
    }
    if !kept.lines.isEmpty {
      let events = try await all(
        cloud,
        .logs,
        "FilterLogEvents",
        ["logGroupName": "/aws/lambda/log_event", "logStreamNames": ["kills"]],
        "events"
      )
      #expect(kept.lines.subtracting(events.compactMap { $0["message"]?.string }) == [])
    }
    #expect(try #require(await cloud.desk("notifications")?.array).count >= kept.notices)
  }

  /// The execution once it does not run any more.
  private func ended(_ arn: String, _ cloud: CloudProcess) async -> JSON? {
    let deadline = ContinuousClock.now + .seconds(120)
    var run: JSON?
    repeat {
      let answer = await cloud.answer(.states, "DescribeExecution", ["executionArn": .string(arn)])
      run = answer?.status == 200 ? answer?.json : nil
      if run == nil {
        Issue.record("\(arn): \(answer.map { "\($0.status) \($0.json.text())" } ?? "cut off")")
      }
    } while run?["status"] == "RUNNING" && ContinuousClock.now < deadline
    return run
  }

  /// All pages of an operation.
  private func all(
    _ cloud: CloudProcess,
    _ service: AWSService,
    _ operation: String,
    _ input: JSON,
    _ list: String
  ) async throws -> [JSON] {
    var (input, found): (JSON, [JSON]) = (input, [])
    while true {
      let page = try #require(await cloud.call(service, operation, input), "\(operation)")
      found += page[list]?.array ?? []
      if let key = page["LastEvaluatedKey"] {
        input["ExclusiveStartKey"] = key
      } else if let token = page["nextToken"], !token.isNull {
        input["nextToken"] = token
      } else {
        return found
      }
    }
  }
}

/// What the cloud has promised by answering.
private final class Promises: Sendable {
  struct Kept {
    var present: Set<String> = []
    var absent: Set<String> = []
    var runs: Set<String> = []
    var lines: Set<String> = []
    var notices = 0
    fileprivate var count = 0
    fileprivate var left = 0
  }

  private let state = Mutex(Kept())

  var kept: Kept { state.withLock { $0 } }
  var count: Int { state.withLock { $0.count } }

  /// Whether it is time for the kill.
  var isEnough: Bool { state.withLock { $0.left <= 0 } }

  func startRound(answersUntilKill left: Int) { state.withLock { $0.left = left } }

  /// Notes an answer.
  func keep(_ change: (inout Kept) -> Void) {
    state.withLock { kept in
      change(&kept)
      kept.count += 1
      kept.left -= 1
    }
  }
}
