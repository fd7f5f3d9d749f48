internal import AWSWire

/// An operation of another service that a state can run.
struct Integration: Sendable {
  let service: AWSService
  /// The operation as the service spells it.
  let operation: String
  /// What stands before an error's code, such as `DynamoDB`.
  let errorPrefix: String
  /// The client as causes name it.
  let client: String
  /// Whether the output is the service's alone, as it is for `aws-sdk` resources.
  let isPlain: Bool

  /// Reads the part after `arn:aws:states:::`, such as `dynamodb:getItem`; `nil` where the local
  /// cloud has no such service.
  init?(_ action: String) {
    var parts = action.split(separator: ":").map(String.init)
    isPlain = parts.first == "aws-sdk"
    if isPlain { parts.removeFirst() }
    guard parts.count == 2, let first = parts[1].first else { return nil }
    operation = first.uppercased() + parts[1].dropFirst()
    switch parts[0] {
    case "dynamodb":
      (service, errorPrefix) = (.dynamoDB, isPlain ? "DynamoDb" : "DynamoDB")
      client = "AmazonDynamoDBv2"
    case "events", "eventbridge":
      (service, errorPrefix, client) = (.events, "EventBridge", "AmazonEventBridge")
    case "sns": (service, errorPrefix, client) = (.sns, "SNS", "AmazonSNS")
    default: return nil
    }
    let optimized: Set<String> = [
      "GetItem", "PutItem", "DeleteItem", "UpdateItem", "PutEvents", "Publish",
    ]
    guard isPlain || optimized.contains(operation) else { return nil }
  }
}
