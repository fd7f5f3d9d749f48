internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import CustomerServices
internal import Deployment
internal import Spelling

extension ServiceFailure {
  /// What a problem of deploying or destroying means to a person; the one place where that is said.
  init(_ problem: DeploymentProblem) {
    switch problem {
    case .unknownParameter(let name, let known): self.init(unknownParameter: name, known)
    case .otherPrefix(let wanted, let existing): self.init(prefix: wanted, instead: existing)
    case .namesTaken(let existing): self.init(taken: existing)
    case .cannotImport(let existing): self.init(unimportable: existing)
    case .foreignBucket(let name): self.init(foreignBucket: name)
    case .noArtifact:
      self.init(
        asked: "nothing says what the functions' code is, and no stack has it yet",
        advice: "give --zip FILE"
      )
    case .changeSetFailed(let reason):
      self.init(
        asked: String(reason.withoutFullStop),
        action: "prepare the change set",
        advice: "nothing was changed"
      )
    case .declined: self.init(asked: "not agreed to; nothing more was changed")
    case .stuck(let status, let reason): self.init(stuck: status, reason)
    case .operationFailed(let report): self.init(report)
    case .notOurs(let name):
      self.init(
        asked: "it is something else than this backend",
        action: "use stack",
        resource: name,
        advice: "give another --stack"
      )
    case .outputMissing(let name): self.init(missingOutput: name)
    case .otherTable(let named, let actual):
      self.init(
        asked: "the backend's table is \(actual)",
        action: "delete table",
        resource: named,
        advice: "nothing was changed; name that one, or leave out --delete-table to keep it"
      )
    case .lostSight(let error): self.init(lostSight: error)
    }
  }

  /// What is wrong with what was asked for.
  private init(
    asked reason: String,
    action: String = "deploy",
    resource: String = "",
    advice: String = ""
  ) {
    self.init(
      kind: .invalidInput,
      action: action,
      resource: resource,
      reason: reason,
      advice: advice
    )
  }

  private init(unknownParameter name: String, _ known: [String]) {
    self.init(
      asked: "the template has no such parameter",
      resource: "--parameter \(name)",
      advice: NearestWord.advice(name, among: known)
    )
  }

  private init(prefix wanted: String, instead existing: String) {
    self.init(
      asked: existing.isEmpty
        ? "the stack was made without a prefix" : "the stack was made with '\(existing)'",
      resource: "--name-prefix \(wanted)",
      advice: "give another --stack; the same one cannot change its names"
    )
  }

  private init(foreignBucket name: String) {
    self.init(
      kind: .notPermitted,
      action: "use bucket",
      resource: name,
      reason: "it is another account's, or these credentials may not look at it",
      advice: "check the credentials; 'rollcall policy deployer' prints what they need"
    )
  }

  private init(missingOutput name: String) {
    self.init(
      kind: .unreadableAnswer,
      action: "read the stack's outputs",
      reason: "\(name) is missing",
      advice: "run it again; it changes nothing that is as it should be"
    )
  }

  private init(lostSight error: AWSError) {
    let cause = ServiceFailure(error, action: "look at the stack")
    self.init(
      kind: cause.kind,
      action: cause.action,
      reason: cause.reason,
      advice: "the operation goes on in AWS; run the same command again to follow it",
      code: cause.code,
      requestID: cause.requestID
    )
  }

  private init(taken existing: [ExistingResource]) {
    self.init(
      asked: "already there, outside of the stack: " + Self.list(existing),
      advice: "--import makes them the stack's, --name-prefix deploys beside them; "
        + "nothing was changed"
    )
  }

  private init(unimportable existing: [ExistingResource]) {
    self.init(
      asked: "cannot become the stack's: " + Self.list(existing),
      action: "import",
      advice: "--name-prefix deploys beside them; nothing was changed"
    )
  }

  private init(stuck status: StackStatus, _ reason: String) {
    let advice =
      switch status {
      case .updateRollbackFailed:
        "mend what the events name, or skip it with "
          + "'aws cloudformation continue-update-rollback --resources-to-skip', and run it again"
      case .importRollbackFailed:
        "'aws cloudformation describe-stack-events' tells why; delete the stack and run it again"
      default: "'aws cloudformation describe-stack-events' tells why"
      }
    self.init(
      asked: "the stack is \(status.rawValue)"
        + (reason.isEmpty ? "" : ": \(reason.withoutFullStop)"),
      advice: advice
    )
  }

  private init(_ report: FailureReport) {
    let first = report.causes.first
    let others = report.causes.count - 1 + report.cascades
    let rolledBack =
      report.status.rawValue.contains("ROLLBACK_COMPLETE") ? "; all changes were taken back" : ""
    self.init(
      kind: .unavailable,
      action: first.map { "\($0.status.prefix { $0 != "_" })".lowercased() } ?? "deploy",
      resource: first.map { "\($0.logicalID) (\($0.type))" } ?? "",
      reason: (first.map(\.reason).flatMap { $0.isEmpty ? nil : $0 } ?? report.statusReason)
        .withoutFullStop + (others > 0 ? " (\(others) more failed with it)" : "") + rolledBack,
      advice: report.advice,
      code: report.status.rawValue
    )
  }

  private static func list(_ existing: [ExistingResource]) -> String {
    let shown = existing.prefix(4).map { resource in
      let owner = resource.owner.map { "of stack \($0)" }
      let why = [owner, resource.obstacle].compactMap { $0 }.filter { !$0.isEmpty }
      return resource.words + (why.isEmpty ? "" : " (\(why.joined(separator: ", ")))")
    }
    let rest = existing.count - shown.count
    return shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
  }
}
