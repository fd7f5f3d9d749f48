internal import AWSWire
internal import JSONValue

/// A template with all names, parameters and conditions worked out: what is put into effect.
struct ResolvedStack: Sendable {
  /// One resource with its final properties.
  struct Resource: Hashable, Sendable {
    /// The name it has in the template.
    let logicalID: String
    /// The type, such as `AWS::SNS::Topic`.
    let type: String
    /// What `Ref` gives for it.
    let reference: String
    /// The properties, with no intrinsic functions left in them.
    let properties: JSON
    /// Whether it stays when it leaves the template.
    let isRetained: Bool

    /// The resource's ARN, where it has one.
    let arn: String?
    /// When it was made, where it is in effect.
    var created: Instant?
    /// When it was last changed, where it is in effect.
    var changed: Instant?

    /// Whether one of another name that it takes the place of stays.
    var keepsReplaced = false

    /// What tells one thing that is in effect from all others.
    var place: [String] { [type, reference] }

    /// The resource on its way out, since another has its name in the template.
    var replaced: Resource {
      Resource(
        logicalID: "\(logicalID) (\(reference))",
        type: type,
        reference: reference,
        properties: properties,
        isRetained: isRetained,
        arn: arn
      )
    }
  }

  /// The resources, each after those it needs.
  let resources: [Resource]
  /// The values of the outputs, by name.
  let outputs: JSONObject

  /// Works out a template.
  ///
  /// - Parameters:
  ///   - template: the template.
  ///   - given: the parameters that were set, by name.
  ///   - identity: account and region.
  ///   - stackName: the stack's name.
  /// - Throws: `TemplateError`.
  init(
    _ template: StackTemplate,
    given: [String: String],
    identity: CloudIdentity,
    stackName: String
  ) throws {
    if let unknown = given.keys.sorted().first(where: { name in
      !template.parameters.contains { $0.name == name }
    }) {
      throw TemplateError("the template has no parameter \(unknown)", logicalID: unknown)
    }
    var values: [String: JSON] = [:]
    for parameter in template.parameters {
      values[parameter.name] = try parameter.value(given: given[parameter.name])
    }
    var resolver = IntrinsicResolver(
      identity: identity,
      stackName: stackName,
      parameters: values,
      conditions: Dictionary(
        template.conditions.map { ($0.key, $0.value) },
        uniquingKeysWith: { $1 }
      ),
      mappings: template.mappings
    )
    for (name, node) in template.conditions { _ = try resolver.condition(name, node.line) }
    resources = try ResolvedStack.resources(of: template, &resolver)
    outputs = try ResolvedStack.outputs(of: template, resolver)
  }

  /// Takes up a stack as it was stored.
  init(resources: [Resource], outputs: JSONObject) {
    self.resources = resources
    self.outputs = outputs
  }

  private static func resources(
    of template: StackTemplate,
    _ resolver: inout IntrinsicResolver
  ) throws -> [Resource] {
    var present: [StackTemplate.Resource] = []
    for resource in template.resources {
      guard ResourceShape.ofType[resource.type] != nil else {
        throw TemplateError(
          "the resource type \(resource.type) is not supported",
          logicalID: resource.logicalID,
          line: resource.line
        )
      }
      if let condition = resource.condition, try !resolver.condition(condition, resource.line) {
        resolver.absent.insert(resource.logicalID)
      } else {
        present.append(resource)
      }
    }
    var resolved: [Resource] = []
    for resource in try ResourceOrder(present).sorted() {
      do {
        let one = try self.resource(resource, resolver)
        resolver.resources[resource.logicalID] = one.physical
        resolved.append(one.resource)
      } catch let error as TemplateError {
        throw error.located(in: resource.logicalID, line: resource.line)
      }
    }
    return resolved
  }

  private static func resource(
    _ resource: StackTemplate.Resource,
    _ resolver: IntrinsicResolver
  ) throws -> (resource: Resource, physical: PhysicalResource) {
    let properties = try resource.properties.flatMap { try resolver.value(of: $0) } ?? [:]
    try ResourceShape.ofType[resource.type]?.check(properties, type: resource.type)
    let physical = try PhysicalResource(
      logicalID: resource.logicalID,
      type: resource.type,
      properties: properties,
      identity: resolver.identity
    )
    return (
      Resource(
        logicalID: resource.logicalID,
        type: resource.type,
        reference: physical.reference,
        properties: properties,
        isRetained: resource.isRetained,
        arn: physical.attributes["Arn"],
        keepsReplaced: resource.keepsReplaced
      ),
      physical
    )
  }

  private static func outputs(
    of template: StackTemplate,
    _ resolver: IntrinsicResolver
  ) throws -> JSONObject {
    var outputs = JSONObject()
    for (name, node) in template.outputs {
      do {
        if let condition = node["Condition"]?.text,
          try !resolver.condition(condition, node.line)
        {
          continue
        }
        guard let value = node["Value"] else { throw TemplateError("output has no Value") }
        outputs[name] = try resolver.value(of: value)
      } catch let error as TemplateError {
        throw error.located(in: name, line: node.line)
      }
    }
    return outputs
  }
}
