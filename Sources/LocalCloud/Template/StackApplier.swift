internal import AWSWire
internal import JSONValue

/// Brings a stack into effect as an update: only what differs from what was last applied is touched,
/// so that changes made through the services' own operations stay.
struct StackApplier: Sendable {
  /// The stack's name.
  static let stackName = "rollcall"
  /// The stack's id, the same for all time: there is one stack, and it is never made anew.
  static func stackID(of identity: CloudIdentity) -> String {
    let digits = Digest.sha256Hex("\(identity.accountID)/\(stackName)".utf8)
    var groups: [Substring] = []
    var rest = digits[...]
    for length in [8, 4, 4, 4, 12] {
      groups.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return identity.arn("cloudformation", "stack/\(stackName)/\(groups.joined(separator: "-"))")
  }

  /// Counts changes in how resources are put into effect, so that a new version applies them anew.
  private static let version = 1

  /// The way to the services.
  let directory: ServiceDirectory
  /// Where what was applied is kept.
  let store: StackStore
  /// The account, region and partition in ARNs.
  let identity: CloudIdentity

  /// What the user asked for; `nil` stands for what was asked for last time.
  struct Request: Sendable {
    /// The template's text, where it is not the built-in one.
    var template: String?
    /// The parameters that are set.
    var parameters: [String: String]?
    /// The built-in template's text.
    var builtIn: String
    /// The parameters that the local cloud sets where nobody else does.
    var defaults: [String: String]
  }

  /// Applies what was asked for and returns the stack that is then in effect.
  ///
  /// - Throws: `TemplateError`, with nothing changed; `CloudError` where a service refuses.
  func apply(_ request: Request, now: Instant) async throws -> ResolvedStack {
    let (last, resources) = try await store.load()
    let ownTemplate = request.template ?? last?.template
    let parameters = request.parameters ?? last?.parameters ?? [:]
    let text = ownTemplate ?? request.builtIn
    let fingerprint = self.fingerprint(text, parameters, request.defaults)
    if let last, last.fingerprint == fingerprint { return last.stack }
    let stack = try StackApplier.stack(text, parameters, request.defaults, identity)
    try await update(from: resources, to: stack.resources, now: now)
    try await store.finish(
      stack,
      template: ownTemplate,
      parameters: parameters,
      fingerprint: fingerprint,
      now: now
    )
    // With the times at which its resources were made.
    return try await store.load().applied?.stack ?? stack
  }

  /// Refuses what was asked for where it could not be applied to an empty cloud.
  ///
  /// - Throws: `TemplateError`.
  static func check(_ request: Request, identity: CloudIdentity) throws {
    let text = request.template ?? request.builtIn
    _ = try stack(text, request.parameters ?? [:], request.defaults, identity)
  }

  private static func stack(
    _ text: String,
    _ parameters: [String: String],
    _ defaults: [String: String],
    _ identity: CloudIdentity
  ) throws -> ResolvedStack {
    let template = try StackTemplate(yaml: text)
    let names = Set(template.parameters.map(\.name))
    let given = defaults.filter { names.contains($0.key) }.merging(parameters) { _, own in own }
    let stack = try ResolvedStack(
      template,
      given: given,
      identity: identity,
      stackName: StackApplier.stackName
    )
    _ = try RestAPIBuilder(stack.resources, apiKey: "").build()
    try LambdaService.check(stack.resources)
    return stack
  }

  private func fingerprint(
    _ text: String,
    _ parameters: [String: String],
    _ defaults: [String: String]
  ) -> String {
    func lines(_ values: [String: String]) -> String {
      values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
    }
    return Digest.sha256Hex(
      "\(Self.version)\n\(identity.region)\n\(lines(parameters))\n\(lines(defaults))\n\(text)".utf8
    )
  }

  private func update(
    from old: [ResolvedStack.Resource],
    to new: [ResolvedStack.Resource],
    now: Instant
  ) async throws {
    let before = Dictionary(old.map { ($0.logicalID, $0) }, uniquingKeysWith: { $1 })
    var replaced: [ResolvedStack.Resource] = []
    for (position, resource) in new.enumerated() {
      var previous = before[resource.logicalID]
      if let previous, previous.type == resource.type, previous.properties == resource.properties,
        previous.isRetained == resource.isRetained
      {
        continue
      }
      if let former = previous, former.place != resource.place {
        // Noted under a name of its own, so that it goes even where this is cut short.
        let leftover = former.replaced
        if !resource.keepsReplaced {
          try await store.put(leftover, position: position, now: now)
          replaced.append(leftover)
        }
        previous = nil
      }
      do {
        let change = ResourceChange(directory: directory, resource: resource, previous: previous)
        try await change.apply()
      } catch let error as CloudError where error.code != "ServiceUnavailable" {
        throw TemplateError(
          "\(resource.type): \(error.code): \(error.message)",
          logicalID: resource.logicalID
        )
      }
      try await store.put(resource, position: position, now: now)
    }
    let kept = Set(new.map(\.logicalID))
    let inEffect = Set(new.map(\.place))
    for resource in replaced + old.reversed() where !kept.contains(resource.logicalID) {
      // What has only changed its name in the template, or was made by the new one, stays.
      if !resource.isRetained, !inEffect.contains(resource.place) {
        try await ResourceChange(directory: directory, resource: resource, previous: nil).remove()
      }
      try await store.remove(resource.logicalID)
    }
  }
}
