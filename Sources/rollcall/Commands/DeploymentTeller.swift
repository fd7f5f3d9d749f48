internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import Deployment
internal import Glibc
internal import Synchronization
internal import Terminal

/// Tells on stderr how a deployment goes, and what a ctrl-c leaves behind.
final class DeploymentTeller: Sendable {
  private let command: String
  private let stack: String
  private let journal: Journal
  private let isRunning = Mutex(false)

  /// Makes a teller for a command on a stack.
  init(_ command: String, stack: String, journal: Journal) {
    self.command = command
    self.stack = stack
    self.journal = journal
  }

  /// Does the work, records it, and ends the process where a signal comes first.
  func watching<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
    let signals = Signals([SIGINT, SIGTERM, SIGHUP])
    let numbers = signals.numbers
    let entry = journal.begin(command, stack)
    let messenger = Task { for await number in numbers { interrupted(by: number, entry) } }
    defer {
      messenger.cancel()
      withExtendedLifetime(signals) {}
    }
    do {
      let value = try await work()
      journal.end(entry, outcome: "done")
      return value
    } catch {
      let failure = DeploymentTeller.failure(error, command)
      journal.end(entry, outcome: "failed: \((failure as? ServiceFailure)?.reason ?? "\(error)")")
      throw failure
    }
  }

  private func interrupted(by number: Int32, _ entry: Journal.Entry) -> Never {
    let wasRunning = isRunning.withLock { $0 }
    if wasRunning {
      Printer.complain(
        "interrupted; the stack's operation goes on in AWS; "
          + "'rollcall \(command) --stack \(stack)' follows it to its end"
      )
    } else {
      Printer.complain("interrupted; run it again to go on")
    }
    journal.end(
      entry,
      outcome: wasRunning ? "unknown: interrupted, goes on in AWS" : "interrupted"
    )
    _exit(number == SIGINT ? ExitStatus.interrupted.code : 128 + number)
  }

  private static func failure(_ error: any Error, _ command: String) -> any Error {
    switch error {
    case let error as AWSError: ServiceFailure(error, action: command, resource: error.operation)
    case let problem as DeploymentProblem: ServiceFailure(problem)
    default: error
    }
  }

  /// Tells one piece of news.
  func tell(_ news: DeploymentNews) {
    switch news {
    case .identified(let identity): say("account \(identity.account), as \(identity.arn)")
    case .bucketMade(let name): say("made the private bucket \(name)")
    case .uploading(let key, let bytes): say("uploading \(bytes / 1024) kB as \(key)")
    case .uploaded(let key): say("the code is there already, as \(key)")
    case .following(let status):
      isRunning.withLock { $0 = true }
      say("stack \(stack) is \(status.rawValue); following it first")
    case .mending(let step, let status):
      isRunning.withLock { $0 = true }
      say("stack \(stack) is \(status.rawValue); \(DeploymentTeller.words(step))")
    case .importing(let existing):
      say("taking over what is there already: \(existing.map(\.words).joined(separator: ", "))")
    case .changes(let summary): tell(summary)
    case .noChanges: say("stack \(stack) is as it should be; nothing to change")
    case .event(let event): say(DeploymentTeller.line(event))
    case .cannotLook(let error):
      let failure = ServiceFailure(error, action: "look at the stack")
      say("\(failure.reason); the operation goes on, looking again")
    case .operationBegan: isRunning.withLock { $0 = true }
    case .operationEnded(let status):
      isRunning.withLock { $0 = false }
      say("stack \(stack) is \(status.rawValue)")
    case .bucketEmptied(let name, let objects, let isRemoved):
      say("removed \(objects) objects from \(name)\(isRemoved ? ", and the bucket" : "")")
    case .deletingTable(let name): say("deleting table \(name)")
    case .tableKept(let name): say("table \(name) is kept; --delete-table \(name) deletes it")
    }
  }

  private func tell(_ summary: ChangeSummary) {
    for change in summary.changes {
      let replaced = change.action == "Modify" && change.replacement == "True"
      say("  \(replaced ? "Replace" : change.action)  \(change.logicalID)  \(change.type)")
    }
    say(summary.words)
  }

  private func say(_ line: String) { Printer.tell(SafeText(line)) }

  private static func line(_ event: StackEvent) -> String {
    let time = event.time.map { String($0.iso8601.dropFirst(11).prefix(8)) } ?? "        "
    let reason = event.reason.isEmpty ? "" : "  \(event.reason)"
    return "\(time)  \(event.status)  \(event.logicalID)  \(event.type)\(reason)"
  }

  private static func words(_ step: StackStep) -> String {
    switch step {
    case .deleteRemains: "deleting what is left of it, to make it anew"
    case .continueRollback: "taking up the rollback that got stuck"
    case .rollBack: "taking the failed update back"
    default: "going on"
    }
  }
}
