package import AWSWire
internal import JSONValue

/// A stack as CloudFormation describes it.
package struct Stack: Hashable, Sendable {
  /// The ARN, which finds it also when it has been deleted.
  package let id: String
  /// The name.
  package let name: String
  /// How it stands.
  package let status: StackStatus
  /// Why it stands so, where CloudFormation says it.
  package let statusReason: String
  /// What the template says it is.
  package let summary: String
  /// The parameters it was last given.
  package let parameters: [String: String]
  /// What the template promises to tell.
  package let outputs: [String: String]

  /// Reads one of the stacks of an answer.
  init?(_ json: JSON) {
    guard let id = json["StackId"]?.string, let name = json["StackName"]?.string,
      let status = json["StackStatus"]?.string.flatMap(StackStatus.init)
    else { return nil }
    self.id = id
    self.name = name
    self.status = status
    statusReason = json["StackStatusReason"]?.string ?? ""
    summary = json["Description"]?.string ?? ""
    parameters = Stack.pairs(json["Parameters"], "ParameterKey", "ParameterValue")
    outputs = Stack.pairs(json["Outputs"], "OutputKey", "OutputValue")
  }

  /// Whether it is this backend, of this version or another.
  ///
  /// It says the same of itself, or has the parameters that deploying sets; one that is only under
  /// review says nothing yet.
  func isOurs(_ outline: TemplateOutline) -> Bool {
    summary == outline.summary || status == .reviewInProgress && summary.isEmpty
      || OwnParameter.all.allSatisfy { parameters[$0] != nil }
  }

  private static func pairs(_ list: JSON?, _ key: String, _ value: String) -> [String: String] {
    Dictionary(
      (list?.array ?? []).compactMap { entry in
        entry[key]?.string.map { ($0, entry[value]?.string ?? "") }
      },
      uniquingKeysWith: { $1 }
    )
  }
}

/// One line of a stack's history.
package struct StackEvent: Hashable, Sendable {
  /// What tells it from all others.
  package let id: String
  /// When it happened, where that is known.
  package let time: Instant?
  /// The resource's name in the template; the stack's for the stack itself.
  package let logicalID: String
  /// The resource's name in the account.
  package let physicalID: String
  /// Such as `AWS::Lambda::Function`.
  package let type: String
  /// Such as `CREATE_FAILED`.
  package let status: String
  /// Why, where it is told.
  package let reason: String

  /// Makes an event.
  package init(
    id: String,
    time: Instant?,
    logicalID: String,
    physicalID: String,
    type: String,
    status: String,
    reason: String = ""
  ) {
    self.id = id
    self.time = time
    self.logicalID = logicalID
    self.physicalID = physicalID
    self.type = type
    self.status = status
    self.reason = reason
  }

  /// Reads one of the events of an answer.
  init?(_ json: JSON) {
    guard let id = json["EventId"]?.string, let status = json["ResourceStatus"]?.string else {
      return nil
    }
    self.init(
      id: id,
      time: json["Timestamp"]?.string.flatMap { Instant(iso8601: $0) },
      logicalID: json["LogicalResourceId"]?.string ?? "",
      physicalID: json["PhysicalResourceId"]?.string ?? "",
      type: json["ResourceType"]?.string ?? "",
      status: status,
      reason: json["ResourceStatusReason"]?.string ?? ""
    )
  }

  /// Whether it is about the stack itself.
  package var isOfStack: Bool {
    type == "AWS::CloudFormation::Stack" && physicalID.hasPrefix("arn:")
  }

  /// Whether it tells the beginning of an operation on the stack.
  var beginsOperation: Bool {
    isOfStack
      && ["CREATE", "UPDATE", "DELETE", "IMPORT", "ROLLBACK"]
        .contains { status == "\($0)_IN_PROGRESS" }
  }
}
