import AWSWire
import Foundation
import GRDB
import JSONValue
import Logging
import Synchronization

@testable import LocalCloud

/// A clock that tests move, with what is due on it.
final class StagedTimer: CloudTimer {
  private struct Entry {
    let due: Instant
    let action: @Sendable () async -> Void
  }

  private let state: Mutex<(now: Instant, entries: [String: Entry])>

  init(_ now: Instant = Instant(milliseconds: 1_790_000_000_000)) { state = Mutex((now, [:])) }

  var now: Instant { state.withLock { $0.now } }
  var keys: Set<String> { state.withLock { Set($0.entries.keys) } }

  func schedule(_ key: String, at due: Instant, _ action: @escaping @Sendable () async -> Void) {
    state.withLock { $0.entries[key] = Entry(due: due, action: action) }
  }

  func cancel(_ key: String) { state.withLock { $0.entries[key] = nil } }

  /// Moves to `moment` and runs what becomes due on the way, in order.
  func advance(to moment: Instant) async {
    while let action = next(until: moment) { await action() }
    state.withLock { $0.now = moment }
  }

  func advance(by milliseconds: Int64) async { await advance(to: now + milliseconds) }

  private func next(until moment: Instant) -> (@Sendable () async -> Void)? {
    state.withLock { state in
      guard
        let (key, entry) = state.entries.min(by: { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
        ),
        entry.due <= moment
      else { return nil }
      state.entries[key] = nil
      state.now = max(state.now, entry.due)
      return entry.action
    }
  }
}

/// A database in a folder of its own, a clock and the names of one test's cloud.
final class ServiceStage: Sendable {
  let folder: String
  let timer = StagedTimer()
  let identity = CloudIdentity(region: "eu-central-1")

  init() throws {
    folder = NSTemporaryDirectory() + "rollcall-services-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Opens the stage's database; again after an earlier one was closed.
  func open() throws -> SQLiteCloudDatabase {
    let migrations =
      DynamoDBService.migrations + LogsService.migrations + CloudWatchService.migrations
      + EventsService.migrations + SNSService.migrations + StepFunctionsService.migrations
      + StackStore.migrations + LambdaService.migrations
    return try SQLiteCloudDatabase(
      path: folder + "/cloud.sqlite",
      migrations: migrations,
      logger: Logger(label: "stage") { _ in SwiftLogNoOpLogHandler() }
    )
  }

  var context: CallContext { CallContext(requestID: "test", now: timer.now) }
}

extension CloudService {
  /// Runs an operation at the stage's moment.
  func call(_ operation: String, _ input: JSON, _ stage: ServiceStage) async throws -> JSON {
    try await perform(operation, input, stage.context)
  }

  /// The code of the error that an operation answers; `nil` where it succeeds.
  func refusal(_ operation: String, _ input: JSON, _ stage: ServiceStage) async -> CloudError? {
    do {
      _ = try await perform(operation, input, stage.context)
      return nil
    } catch {
      return error as? CloudError
    }
  }
}

/// Keeps what services hand each other.
final class ServiceWitness: MetricSink, LogSink, TopicPublisher, EventTargetInvoker {
  struct Published: Hashable {
    let topic: String
    let subject: String
    let message: String
    let mail: String?
  }

  struct Delivered: Hashable {
    let arn: String
    let input: JSON
    let name: String
  }

  private struct Kept {
    var samples: [MetricSample] = []
    var lines: [(group: String, stream: String, line: LogLine)] = []
    var published: [Published] = []
    var delivered: [Delivered] = []
    var refusals: [CloudError] = []
  }

  private let kept = Mutex(Kept())

  var samples: [MetricSample] { kept.withLock { $0.samples } }
  var lines: [(group: String, stream: String, line: LogLine)] { kept.withLock { $0.lines } }
  var published: [Published] { kept.withLock { $0.published } }
  var delivered: [Delivered] { kept.withLock { $0.delivered } }

  /// Has the next deliveries refused.
  func refuse(_ errors: [CloudError]) { kept.withLock { $0.refusals = errors } }

  func record(_ samples: [MetricSample]) { kept.withLock { $0.samples += samples } }

  func append(_ lines: [LogLine], group: String, stream: String) {
    kept.withLock { kept in kept.lines += lines.map { (group, stream, $0) } }
  }

  func publish(
    topicARN: String,
    subject: String,
    message: String,
    mail: String?,
    in db: Database
  ) throws -> String {
    kept.withLock {
      $0.published.append(
        Published(topic: topicARN, subject: subject, message: message, mail: mail)
      )
    }
    return "id"
  }

  func deliver(to arn: String, input: JSON, name: String) async throws {
    let refusal = kept.withLock { kept -> CloudError? in
      guard kept.refusals.isEmpty else { return kept.refusals.removeFirst() }
      kept.delivered.append(Delivered(arn: arn, input: input, name: name))
      return nil
    }
    if let refusal { throw refusal }
  }
}

/// Waits until `condition` holds, a bounded number of turns long.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
  for _ in 0..<200_000 {
    if try await condition() { return true }
    await Task.yield()
  }
  return false
}

/// A case file beside the repository; `nil` where it is not there.
func conformanceCases(_ name: String, from file: String = #filePath) -> [JSON]? {
  var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
  for _ in 0..<8 {
    let path = folder.appendingPathComponent("shared/conformance/\(name).json").path
    if let data = FileManager.default.contents(atPath: path) {
      return (try? JSON(parsing: Array(data)))?.array
    }
    folder.deleteLastPathComponent()
  }
  return nil
}
