internal import AWSWire
internal import CustomerDomain
internal import JSONValue
internal import Synchronization

/// Knows the workflow's ARN, or finds it by its name and then knows it.
final class WorkflowLocator: Sendable {
  private struct Machine {
    let arn: String
    let name: String
  }

  private let source: BackendNames.Source
  private let found = Mutex<Machine?>(nil)

  /// Makes a locator of the workflow with the backend's name for it.
  init(_ source: BackendNames.Source) { self.source = source }

  /// What the backend's parts are called.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func names(_ access: ServiceAccess) async throws -> BackendNames {
    if case .known(let names) = source { return names }
    let name = try await machine(access).name
    return BackendNames(prefix: String(name.dropLast(BackendNames().workflow.count)))
  }

  /// The workflow's ARN.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func arn(_ access: ServiceAccess) async throws -> String { try await machine(access).arn }

  private func machine(_ access: ServiceAccess) async throws -> Machine {
    if let known = found.withLock({ $0 }) { return known }
    let plain = BackendNames().workflow
    let wanted = if case .known(let names) = source { names.workflow } else { plain }
    var machine: Machine?
    try await access.readPages(
      .states,
      "ListStateMachines",
      ["maxResults": 1000],
      for: .init("find workflow", wanted)
    ) { page in
      for wire in page["stateMachines"]?.array ?? [] {
        guard let name = wire["name"]?.string, let arn = wire["stateMachineArn"]?.string else {
          continue
        }
        let isWanted = name == wanted
        let mayBe = source == .discovered && machine == nil && name.hasSuffix(plain)
        if isWanted || mayBe { machine = Machine(arn: arn, name: name) }
        if isWanted { return false }
      }
      return true
    }
    guard let machine else {
      throw ServiceFailure(
        kind: .notFound,
        action: "find workflow",
        resource: wanted,
        reason: "there is no state machine of that name",
        advice: "check the region, and name-prefix of the context where the stack has a NamePrefix"
      )
    }
    found.withLock { $0 = machine }
    return machine
  }

  /// The ARN of a run of this workflow that is given by ARN or by name.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func executionARN(_ reference: String, _ access: ServiceAccess) async throws -> String {
    if reference.hasPrefix("arn:") { return reference }
    var parts = try await arn(access).split(separator: ":", omittingEmptySubsequences: false)
    if parts.count > 5 { parts[5] = "execution" }
    return parts.joined(separator: ":") + ":" + reference
  }
}
