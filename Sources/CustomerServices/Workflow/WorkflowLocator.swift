internal import AWSWire
internal import CustomerDomain
internal import JSONValue
internal import Synchronization

/// Knows the workflow's ARN, or finds it by its name and then knows it.
final class WorkflowLocator: Sendable {
  private let name: String
  private let found: Mutex<String?>

  /// Makes a locator of a name or an ARN.
  init(_ reference: String) {
    name = reference
    found = Mutex(reference.hasPrefix("arn:") ? reference : nil)
  }

  /// The workflow's ARN.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func arn(_ access: ServiceAccess) async throws -> String {
    if let arn = found.withLock({ $0 }) { return arn }
    var arn: String?
    try await access.readPages(
      .states,
      "ListStateMachines",
      ["maxResults": 1000],
      for: .init("find workflow", name)
    ) { page in
      let machine = page["stateMachines"]?.array?.first { $0["name"]?.string == name }
      arn = machine?["stateMachineArn"]?.string
      return arn == nil
    }
    guard let arn else {
      throw ServiceFailure(
        kind: .notFound,
        action: "find workflow",
        resource: name,
        reason: "there is no state machine of that name",
        advice: "check the region"
      )
    }
    found.withLock { $0 = arn }
    return arn
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
