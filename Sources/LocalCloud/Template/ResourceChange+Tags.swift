internal import AWSWire
internal import JSONValue

extension ResourceChange {
  /// How a service spells what its resources' tags are changed with.
  private struct TagWire {
    let service: AWSService
    /// The member that names the resource.
    let resource: String
    /// The member that holds the tags.
    let tags: String
    /// Whether each tag's members begin with a capital letter; `nil` where tags are one map.
    let hasCapitals: Bool?
    /// The member that names the tags to take off.
    let keys: String

    /// Of a resource type; `nil` where tags are not changed through an operation.
    init?(_ type: String) {
      switch type {
      case "AWS::DynamoDB::Table": self.init(.dynamoDB, "ResourceArn", "Tags", true, "TagKeys")
      case "AWS::SNS::Topic": self.init(.sns, "ResourceArn", "Tags", true, "TagKeys")
      case "AWS::StepFunctions::StateMachine":
        self.init(.states, "resourceArn", "tags", false, "tagKeys")
      case "AWS::Events::Rule": self.init(.events, "ResourceARN", "Tags", true, "TagKeys")
      case "AWS::Logs::LogGroup": self.init(.logs, "resourceArn", "tags", nil, "tagKeys")
      default: return nil
      }
    }

    private init(
      _ service: AWSService,
      _ resource: String,
      _ tags: String,
      _ hasCapitals: Bool?,
      _ keys: String
    ) {
      (self.service, self.resource, self.tags) = (service, resource, tags)
      (self.hasCapitals, self.keys) = (hasCapitals, keys)
    }

    func json(_ tags: [String: String]) -> JSON {
      let sorted = tags.sorted { $0.key < $1.key }
      guard let hasCapitals else {
        return .object(JSONObject(sorted.map { ($0.key, .string($0.value)) }))
      }
      let (key, value) = hasCapitals ? ("Key", "Value") : ("key", "value")
      return .array(
        sorted.map { .object([key: .string($0.key), value: .string($0.value)]) }
      )
    }
  }

  /// Puts on the tags that the template has, and takes off those that it had.
  ///
  /// - Throws: `CloudError` as the service answers.
  func applyTags() async throws {
    guard let wire = TagWire(resource.type), let arn = taggedARN else { return }
    let (old, new) = (
      ResourceChange.tags(previous?.properties ?? [:]), ResourceChange.tags(resource.properties)
    )
    let gone = old.keys.filter { new[$0] == nil }.sorted()
    let put = new.filter { old[$0.key] != $0.value }
    if !gone.isEmpty {
      try await directory.perform(
        wire.service,
        "UntagResource",
        .object([wire.resource: .string(arn), wire.keys: .array(gone.map(JSON.string))])
      )
    }
    if !put.isEmpty {
      try await directory.perform(
        wire.service,
        "TagResource",
        .object([wire.resource: .string(arn), wire.tags: wire.json(put)])
      )
    }
  }

  /// The ARN as the tagging operations take it: a topic's is its reference, a log group's has no
  /// `:*` at its end.
  private var taggedARN: String? {
    guard let arn = resource.arn else {
      return resource.type == "AWS::SNS::Topic" ? resource.reference : nil
    }
    return arn.hasSuffix(":*") ? String(arn.dropLast(2)) : arn
  }

  private static func tags(_ properties: JSON) -> [String: String] {
    Dictionary(
      (properties["Tags"]?.array ?? []).compactMap { tag in
        tag["Key"]?.string.map { ($0, tag["Value"].map { $0.string ?? $0.text() } ?? "") }
      },
      uniquingKeysWith: { $1 }
    )
  }
}
