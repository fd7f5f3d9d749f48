internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Sessions of Live Tail.
extension LogService {
  /// Opens a session.
  ///
  /// - Parameters:
  ///   - groups: the groups' full names.
  ///   - filter: the filter pattern; `nil` for all events.
  /// - Returns: what it tells.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func openLiveTail(_ groups: [String], filter: String?) async throws -> any AWSEvents {
    guard let streams else {
      throw ServiceFailure(
        kind: .badConfiguration,
        action: LiveTailPlan.action,
        reason: "there is no way to read streams"
      )
    }
    let purpose = ServiceAccess.Purpose(LiveTailPlan.action)
    var input: JSON = [
      "logGroupIdentifiers": .array(try await arns(of: groups).map(JSON.string))
    ]
    input["logEventFilterPattern"] = filter.map(JSON.string)
    return try await access.recorder.read(purpose) {
      try await streams.open(AWSCall(.logs, "StartLiveTail", input))
    }
  }

  /// The ARNs of groups, which is how Live Tail wants to have them.
  private func arns(of groups: [String]) async throws -> [String] {
    var arns: [String] = []
    for group in groups {
      // Groups are told in the order of their names, so that the one of just this name is the first.
      let page = try await access.read(
        .logs,
        "DescribeLogGroups",
        ["logGroupNamePrefix": .string(group), "limit": 1],
        for: .init(LiveTailPlan.action, group)
      )
      let found = page["logGroups"]?[0]
      guard found?["logGroupName"]?.string == group, let arn = found?["logGroupArn"]?.string else {
        throw ServiceFailure(
          kind: .notFound,
          action: LiveTailPlan.action,
          resource: group,
          reason: "there is no such log group"
        )
      }
      arns.append(arn)
    }
    return arns
  }

  /// The next update of a session; `nil` at its end.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func nextUpdate(of session: any AWSEvents) async throws -> LogTail.Update? {
    try await access.recorder.read(.init(LiveTailPlan.action)) {
      while let event = try await session.next() {
        // The first message says that it stands, which is worth as much as that nothing came.
        guard ["sessionStart", "sessionUpdate"].contains(event.type) else { continue }
        return LogTail.Update(wire: event.payload)
      }
      return nil
    }
  }
}

extension LogTail.Update {
  /// Reads an update as Live Tail gives it.
  init(wire: JSON) {
    let identifiers = (wire["sessionResults"]?.array ?? [])
      .map { $0["logGroupIdentifier"]?.string ?? "" }
    self.init(
      groups: Set(Set(identifiers).map(LogTail.Update.name)),
      isSampled: wire["sessionMetadata"]?["sampled"]?.bool ?? false
    )
  }

  /// The name in `123456789012:NAME`, in an ARN, or in a plain name, none of which has a colon.
  private static func name(_ identifier: String) -> String {
    let bare = identifier.hasSuffix(":*") ? identifier.dropLast(2) : identifier[...]
    return bare.split(separator: ":").last.map(String.init) ?? ""
  }
}
