internal import AWSWire
internal import JSONValue

/// How one service speaks the query protocol: its namespace, and which inputs are not text.
struct QueryProtocol: Sendable {
  /// Members that hold nothing but texts, whatever those look like.
  private static let texts: Set<String> = ["Dimensions", "Tags"]

  /// The namespace of its XML answers.
  let namespace: String
  /// Members that are whole numbers or numbers in JSON.
  let numbers: Set<String>
  /// Members that are truth values in JSON.
  let flags: Set<String>
  /// Members that are seconds since the epoch in JSON, and ISO 8601 in XML.
  var moments: Set<String> = []

  /// The protocol of a service; `nil` where it does not speak it.
  static func of(_ service: AWSService) -> QueryProtocol? {
    switch service {
    case .sns:
      QueryProtocol(
        namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
        numbers: [],
        flags: ["ReturnSubscriptionArn"]
      )
    case .sts:
      QueryProtocol(
        namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
        numbers: ["DurationSeconds"],
        flags: []
      )
    case .cloudFormation:
      QueryProtocol(
        namespace: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
        numbers: [],
        flags: [],
        moments: ["CreationTime", "LastUpdatedTime", "Timestamp"]
      )
    case .cloudWatch:
      QueryProtocol(
        namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
        numbers: [
          "Period", "EvaluationPeriods", "DatapointsToAlarm", "Threshold", "MaxRecords",
          "MaxDatapoints", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod",
        ],
        flags: ["ActionsEnabled", "ReturnData"],
        moments: [
          "Timestamp", "Timestamps", "StateUpdatedTimestamp", "StateTransitionedTimestamp",
          "AlarmConfigurationUpdatedTimestamp",
        ]
      )
    default: nil
    }
  }

  /// The operation's input as JSON.
  ///
  /// - Throws: `CloudError` where the form is deeper than any input.
  func input(of form: QueryForm) throws -> JSON { typed(try form.document()) }

  private func typed(_ value: JSON, name: String = "") -> JSON {
    guard !QueryProtocol.texts.contains(name) else { return value }
    switch value {
    case .array(let values): return .array(values.map { typed($0, name: name) })
    case .object(let members):
      return .object(JSONObject(members.map { ($0.key, typed($0.value, name: $0.key)) }))
    case .string(let text):
      if numbers.contains(name), let number = Double(text), number.isFinite {
        return .number(JSONNumber(number))
      }
      if flags.contains(name) { return .bool(text == "true") }
      return value
    default: return value
    }
  }
}
