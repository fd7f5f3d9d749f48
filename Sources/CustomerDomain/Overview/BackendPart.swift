/// One part of the backend, and what passes through it.
package struct BackendPart: Hashable, Sendable, Identifiable, Codable {
  /// What kind of thing a part is, and what it works for.
  package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
    /// The REST API.
    case api
    /// A function that answers the API's requests.
    case apiFunction
    /// The table of customers.
    case table
    /// A rule that starts the workflow.
    case rule
    /// The workflow.
    case workflow
    /// A function that the workflow calls.
    case workflowFunction
    /// All alarms.
    case alarms
    /// The topic that alarms notify.
    case topic
  }

  /// The kind.
  package var kind: Kind
  /// The name in the account.
  package var name: String
  /// The ARN, where it is known.
  package var arn: String?
  /// The log group that it writes to, if any.
  package var logGroup: String?
  /// The stage that is looked at, of an API.
  package var stage: String?
  /// Whether it does anything; a rule may be disabled.
  package var isEnabled: Bool
  /// What passes through it; `nil` where nothing is known.
  package var figures: PartFigures?

  /// The id, which no other part of the overview has.
  package var id: String { "\(kind.rawValue):\(name)" }

  /// Makes a part.
  package init(
    _ kind: Kind,
    _ name: String,
    arn: String? = nil,
    logGroup: String? = nil,
    stage: String? = nil,
    isEnabled: Bool = true,
    figures: PartFigures? = nil
  ) {
    self.kind = kind
    self.name = name
    self.arn = arn
    self.logGroup = logGroup
    self.stage = stage
    self.isEnabled = isEnabled
    self.figures = figures
  }
}

extension BackendPart {
  /// Whether an alarm watches this part.
  package func isWatched(by alarm: Alarm) -> Bool {
    guard let metric = alarm.metric, let dimension = kind.dimension else { return false }
    return metric.dimensions.contains { own in
      own.name == dimension && (own.value == name || own.value == arn)
    }
  }
}

extension BackendPart.Kind {
  /// The dimension by which metrics name such a part; `nil` where none does.
  package var dimension: String? {
    switch self {
    case .api: "ApiName"
    case .apiFunction, .workflowFunction: "FunctionName"
    case .table: "TableName"
    case .rule: "RuleName"
    case .workflow: "StateMachineArn"
    case .topic: "TopicName"
    case .alarms: nil
    }
  }
}
