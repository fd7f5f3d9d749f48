package import AWSWire
package import CustomerDomain
internal import JSONValue

/// Tells which rules start the workflow, and switches them.
package struct RuleService: Sendable {
  private let access: ServiceAccess

  /// Makes a service.
  package init(caller: any AWSCaller, mode: AccessMode, journal: Journal? = nil) {
    access = ServiceAccess(caller: caller, mode: mode, journal: journal)
  }

  /// The rules with their targets, by name.
  ///
  /// - Parameter prefix: only those whose names begin so.
  /// - Returns: the rules.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list(prefix: String = "") async throws -> [EventRule] {
    var input: JSON = [:]
    if !prefix.isEmpty { input["NamePrefix"] = .string(prefix) }
    var found: [JSON] = []
    try await access.readPages(
      .events,
      "ListRules",
      input,
      tokenKey: "NextToken",
      for: .init("list rules")
    ) { page in
      found += page["Rules"]?.array ?? []
      return true
    }
    var rules: [EventRule] = []
    for wire in found {
      guard let name = wire["Name"]?.string else { continue }
      rules.append(EventRule(name: name, wire: wire, targets: try await targets(of: name)))
    }
    return rules.sorted { $0.name < $1.name }
  }

  /// The rules that have a target, by name, without their other targets.
  ///
  /// - Parameters:
  ///   - target: the target's ARN.
  ///   - limit: how many rules at most.
  /// - Returns: the rules.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func list(target: String, limit: Int) async throws -> [EventRule] {
    var names: [String] = []
    try await access.readPages(
      .events,
      "ListRuleNamesByTarget",
      ["TargetArn": .string(target)],
      tokenKey: "NextToken",
      for: .init("list rules")
    ) { page in
      names += (page["RuleNames"]?.array ?? []).compactMap(\.string)
      return names.count < limit
    }
    var rules: [EventRule] = []
    for name in names.sorted().prefix(limit) {
      let wire = try await access.read(
        .events,
        "DescribeRule",
        ["Name": .string(name)],
        for: .init("read rule", name)
      )
      rules.append(EventRule(name: name, wire: wire, targets: [target]))
    }
    return rules
  }

  /// Switches a rule on or off.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func set(_ name: String, enabled: Bool) async throws {
    try await access.change(
      .events,
      enabled ? "EnableRule" : "DisableRule",
      ["Name": .string(name)],
      for: .init(enabled ? "enable rule" : "disable rule", name)
    )
  }

  private func targets(of name: String) async throws -> [String] {
    var targets: [String] = []
    try await access.readPages(
      .events,
      "ListTargetsByRule",
      ["Rule": .string(name)],
      tokenKey: "NextToken",
      for: .init("list targets", name)
    ) { page in
      targets += (page["Targets"]?.array ?? []).compactMap { $0["Arn"]?.string }
      return true
    }
    return targets
  }
}

extension EventRule {
  /// Reads a rule as ListRules and DescribeRule give it.
  fileprivate init(name: String, wire: JSON, targets: [String]) {
    self.init(
      name: name,
      isEnabled: wire["State"]?.string?.hasPrefix("ENABLED") ?? false,
      schedule: wire["ScheduleExpression"]?.string,
      pattern: wire["EventPattern"]?.string,
      targets: targets
    )
  }
}
