import AWSWire
import CustomerDomain
import CustomerServices
import Dashboard
import JSONValue
import Synchronization
import Testing

@testable import DashboardRuntime

@Suite("Effects on alarms")
struct AlarmEffectTests {
  private static let alarm: JSON = [
    "AlarmName": "a", "StateValue": "ALARM", "MetricName": "Errors", "Namespace": "N",
    "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1, "Threshold": 1,
    "AlarmActions": ["arn:aws:sns:r:1:t"],
  ]

  private func nextReport(_ stage: RunnerStage) async throws -> AlarmReport {
    let reports = { (event: DashboardEvent) -> AlarmReport? in
      if case .alarmDescribed(let report) = event { report } else { nil }
    }
    let events = await stage.events { reports($0) != nil }
    return try #require(events.compactMap(reports).first)
  }

  @Test("An opened alarm is read in parts, and what fails leaves the rest")
  func report() async throws {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in
        switch operation {
        case "DescribeAlarms": ["MetricAlarms": [Self.alarm]]
        case "DescribeAlarmHistory": ["AlarmHistoryItems": []]
        case "GetMetricData": ["status": 500]
        default: nil
        }
      }
    )
    stage.runner.run(.pausePolling)
    stage.runner.run(.describeAlarm(name: "a"))
    let report = try await nextReport(stage)
    // The metric and the topic's listeners are answered with 500 here.
    #expect(report.failures.map(\.action) == ["read metric"])
    #expect(report.topics?.first?.failure?.action == "list subscriptions")
    #expect(stage.backend.count("DescribeAlarmHistory") == 1)
  }

  @Test("What could not be read of an opened alarm is read again soon, and only that")
  func again() async throws {
    let readings = Mutex(0)
    var quiet = Self.alarm
    quiet["AlarmActions"] = []
    let stage = RunnerStage(
      ScriptedBackend { [quiet] operation, _ in
        switch operation {
        case "DescribeAlarms": return ["MetricAlarms": [quiet]]
        case "DescribeAlarmHistory": return ["AlarmHistoryItems": []]
        case "GetMetricData":
          let number = readings.withLock { readings in
            readings += 1
            return readings
          }
          return number == 1 ? ["status": 500] : ["MetricDataResults": []]
        default: return nil
        }
      }
    )
    stage.runner.run(.describeAlarm(name: "a"))
    let first = try await nextReport(stage)
    #expect(first.failures.map(\.action) == ["read metric"])
    #expect(first.retryAt == StillClock().now + 1000)
    while stage.pacer.count == 0 { await Task.yield() }
    stage.pacer.letGo()
    let second = try await nextReport(stage)
    #expect(second.failures.isEmpty && second.retryAt == nil)
    #expect(stage.backend.count("GetMetricData") == 2)
    #expect(stage.backend.count("DescribeAlarmHistory") == 1)
  }

  @Test("What is not permitted is asked once, told on, and never said to be tried again")
  func denied() async throws {
    let readings = Mutex(0)
    let denial: JSON = ["status": 400, "__type": "AccessDeniedException", "message": "no"]
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in
        switch operation {
        case "DescribeAlarms":
          var quiet = Self.alarm
          quiet["AlarmActions"] = []
          return ["MetricAlarms": [quiet]]
        case "DescribeAlarmHistory": return denial
        case "GetMetricData":
          let number = readings.withLock { readings in
            readings += 1
            return readings
          }
          return number == 1 ? ["status": 500] : denial
        default: return nil
        }
      }
    )
    stage.runner.run(.describeAlarm(name: "a"))
    let first = try await nextReport(stage)
    #expect(first.failures.map(\.kind) == [.notPermitted, .unavailable])
    #expect(first.retryAt == StillClock().now + 1000, "the metric")
    while stage.pacer.count == 0 { await Task.yield() }
    stage.pacer.letGo()
    let second = try await nextReport(stage)
    #expect(second.failures.map(\.kind) == [.notPermitted, .notPermitted])
    #expect(second.retryAt == nil)
    #expect(stage.backend.count("DescribeAlarmHistory") == 1)
    stage.runner.run(.describeAlarm(name: "a"))
    #expect(try await nextReport(stage).failures.count == 2, "who asks is answered")
    #expect(stage.backend.count("DescribeAlarmHistory") == 2)
  }

  @Test("A part that is refused is read no more, and where nothing is left nothing is waited for")
  func refused() {
    var watch = AlarmWatch(every: .seconds(10))
    #expect(watch.next() == [.history, .metrics, .topics])
    #expect(watch.took(failed: [.topics, .history], denied: [.topics]) == .seconds(1))
    #expect(watch.isRetrying)
    #expect(watch.next() == [.history])
    #expect(watch.took(failed: [.history], denied: [.history]) == .seconds(9))
    #expect(!watch.isRetrying)
    #expect(watch.next() == [.metrics])
    #expect(watch.took(failed: []) == .seconds(10))
    #expect(watch.next() == [.metrics])
    #expect(watch.took(failed: [.metrics], denied: [.metrics]) == nil)
  }

  @Test("A part that fails is read again at 1, 2, 4 s, and the others in their turn")
  func watch() {
    var watch = AlarmWatch(every: .seconds(10))
    #expect(watch.next() == [.history, .metrics, .topics])
    #expect(watch.took(failed: [.topics]) == .seconds(1))
    for seconds in [2, 4] {
      #expect(watch.next() == [.topics])
      #expect(watch.took(failed: [.topics]) == .seconds(seconds))
    }
    #expect(watch.next() == [.topics])
    #expect(watch.took(failed: [.topics]) == .seconds(3), "the next turn comes before 8 s")
    #expect(watch.next() == [.history, .metrics, .topics])
    #expect(watch.took(failed: []) == .seconds(10))
    #expect(watch.next() == [.history, .metrics], "who listens is known")
    #expect(watch.took(failed: [.history]) == .seconds(1))
    #expect(watch.next() == [.history])
    #expect(watch.took(failed: []) == .seconds(9))
    #expect(watch.next() == [.history, .metrics])
  }

  @Test("A change is made, told, and the alarm is read anew")
  func change() async throws {
    let stage = RunnerStage(
      ScriptedBackend { operation, _ in
        operation == "DisableAlarmActions" || operation == "SetAlarmState" ? [:] : nil
      }
    )
    stage.runner.run(.changeAlarm(.mute(name: "a")))
    stage.runner.run(.changeAlarm(.set(name: "a", .ok)))
    stage.runner.run(.changeAlarm(.unmute(name: "a")))
    var told: [DashboardEvent] = []
    _ = await stage.events { event in
      if case .alarmChanged = event { told.append(event) }
      return told.count == 3
    }
    let failures = told.compactMap { event -> ServiceFailure? in
      if case .alarmChanged(.unmute, let failure, _) = event { failure } else { nil }
    }
    #expect(failures.map(\.action) == ["enable alarm actions"])
    for operation in ["DisableAlarmActions", "SetAlarmState", "EnableAlarmActions"] {
      #expect(stage.backend.count(operation) == 1, "\(operation)")
    }
  }

  @Test(
    "What is changed while alarms are read, or before a reading that fails, is read the next time"
  )
  func changedMeanwhile() async throws {
    let memory = AlarmMemory()
    let round = Mutex(0)
    let asked = Mutex<[JSON?]>([])
    let backend = ScriptedBackend { operation, input in
      guard operation == "DescribeAlarms" else { return nil }
      if let names = input["AlarmNames"] { asked.withLock { $0.append(names) } }
      let round = round.withLock { $0 }
      if round == 1 { memory.changed("a1") }
      if round == 2 { return ["status": 500] }
      guard input["StateValue"] == nil, input["AlarmNames"] == nil else {
        return ["MetricAlarms": []]
      }
      let alarms = (0..<400).map { ["AlarmName": .string("a\($0)"), "StateValue": "OK"] as JSON }
      return ["MetricAlarms": .array(alarms)]
    }
    let service = try backend.services().alarms
    func read() async -> Bool {
      (try? await memory.read(service, pace: .local, elapsed: { .zero })) != nil
    }
    #expect(await read())
    memory.changed("a1")
    round.withLock { $0 = 1 }
    #expect(await read())
    round.withLock { $0 = 2 }
    #expect(await !read())
    round.withLock { $0 = 3 }
    #expect(await read())
    #expect(await read())
    #expect(asked.withLock { $0 }.filter { $0 == ["a1"] }.count >= 2)
    #expect(
      asked.withLock { $0.last } == ["a1"],
      "it is asked for until it was read, and then no more"
    )
    let count = asked.withLock { $0.count }
    #expect(await read())
    #expect(asked.withLock { $0.count } == count)
  }

  @Test("Of many alarms only the red ones are asked for again, until the list is old")
  func memory() async throws {
    let calls = Mutex<[JSON]>([])
    let backend = ScriptedBackend { operation, input in
      guard operation == "DescribeAlarms" else { return nil }
      calls.withLock { $0.append(input) }
      guard input["StateValue"] == nil, input["AlarmNames"] == nil else {
        return ["MetricAlarms": []]
      }
      let alarms = (0..<400).map { ["AlarmName": .string("a\($0)"), "StateValue": "OK"] as JSON }
      return ["MetricAlarms": .array(alarms)]
    }
    let service = try backend.services().alarms
    let memory = AlarmMemory()
    var pace = Pace.aws
    pace.allAlarms = .seconds(60)
    for (second, count) in [(0, 1), (15, 2), (59, 3), (61, 4)] {
      let roster = try await memory.read(service, pace: pace) { .seconds(second) }
      #expect(roster.alarms.count == 400)
      #expect(calls.withLock { $0.count } == count)
    }
    #expect(
      calls.withLock { $0.map { $0["StateValue"] == "ALARM" } } == [false, true, true, false]
    )
    memory.changed("a7")
    _ = try await memory.read(service, pace: pace) { .seconds(62) }
    #expect(calls.withLock { $0.last?["AlarmNames"] } == ["a7"])
  }

  @Test(
    "A list of all alarms that took long is kept for longer, a minute at most",
    arguments: [(1, [14, 16]), (300, [16, 29, 31]), (2000, [31, 59, 61])] as [(Int, [Int])]
  )
  func slowListing(milliseconds: Int, seconds: [Int]) async throws {
    let whole = Mutex<[Bool]>([])
    let backend = ScriptedBackend { operation, input in
      guard operation == "DescribeAlarms" else { return nil }
      let isWhole = input["StateValue"] == nil
      whole.withLock { $0.append(isWhole) }
      let names = isWhole ? (0..<400).map { "a\($0)" } : []
      return [
        "MetricAlarms": .array(names.map { ["AlarmName": .string($0), "StateValue": "OK"] })
      ]
    }
    let service = try backend.services().alarms
    let memory = AlarmMemory()
    let looks = Mutex(0)
    _ = try await memory.read(service, pace: .local) {
      looks.withLock { looks in
        looks += 1
        return .milliseconds(looks == 1 ? 0 : milliseconds)
      }
    }
    for second in seconds {
      _ = try await memory.read(service, pace: .local) { .seconds(second) }
    }
    #expect(
      whole.withLock { $0 } == [true] + seconds.map { $0 == seconds.last }
    )
  }
}
