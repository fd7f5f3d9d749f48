internal import AWSWire
internal import JSONValue

/// An operation of another service that a state can run.
struct Integration: Sendable {
  /// The service that is called.
  let service: AWSService
  /// The operation as the service spells it.
  let operation: String
  /// How an error's name and cause speak of the service.
  let names: Names
  /// Whether it is an `aws-sdk` resource, which gives the service's answer as it is.
  let isPlain: Bool

  /// How errors speak of a service.
  struct Names: Sendable {
    /// What stands before an error's name, such as `DynamoDB`.
    let prefix: String
    /// The client as causes name it, such as `AmazonDynamoDBv2`.
    let client: String
    /// The name of errors that the service's model does not have, such as refusals of the input.
    let base: String
  }

  /// How errors of functions are spoken of.
  static let lambda = Names(
    prefix: "Lambda",
    client: "AWSLambda",
    base: "AWSLambdaException"
  )

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
      service = .dynamoDB
      names =
        isPlain
        ? Names(prefix: "DynamoDb", client: "DynamoDb", base: "DynamoDbException")
        : Names(prefix: "DynamoDB", client: "AmazonDynamoDBv2", base: "AmazonDynamoDBException")
    case "events" where !isPlain, "eventbridge" where isPlain:
      service = .events
      names = Names(
        prefix: "EventBridge",
        client: isPlain ? "EventBridge" : "AmazonEventBridge",
        base: isPlain ? "EventBridgeException" : "AmazonEventBridgeException"
      )
    case "sns":
      service = .sns
      names =
        isPlain
        ? Names(prefix: "Sns", client: "Sns", base: "SnsException")
        : Names(prefix: "SNS", client: "AmazonSNS", base: "AmazonSNSException")
    case "states" where !isPlain, "sfn" where isPlain:
      service = .states
      names =
        isPlain
        ? Names(prefix: "Sfn", client: "Sfn", base: "SfnException")
        : Names(
          prefix: "StepFunctions",
          client: "AWSStepFunctions",
          base: "AWSStepFunctionsException"
        )
    default: return nil
    }
    let optimized: Set<String> = [
      "GetItem", "PutItem", "DeleteItem", "UpdateItem", "PutEvents", "Publish", "StartExecution",
    ]
    guard isPlain || optimized.contains(operation) else { return nil }
  }

  /// Whether it begins an execution whose end a task can wait for.
  var beginsExecution: Bool { service == .states && !isPlain }

  /// The parameters as the service takes them: an optimised integration turns what the definition
  /// may write as JSON into the text that the service wants.
  func input(_ parameters: JSON) -> JSON {
    guard !isPlain else {
      return service == .states ? SDKSpelling.input(parameters) : parameters
    }
    var copy = parameters
    switch operation {
    case "PutEvents":
      let entries = (parameters["Entries"]?.array ?? []).map { entry -> JSON in
        guard let detail = entry["Detail"], detail.string == nil else { return entry }
        var entry = entry
        entry["Detail"] = .string(detail.text())
        return entry
      }
      if parameters["Entries"] != nil { copy["Entries"] = .array(entries) }
    case "Publish":
      if let message = parameters["Message"], message.string == nil {
        copy["Message"] = .string(message.text())
      }
    case "StartExecution":
      if let input = parameters["Input"], input.string == nil {
        copy["Input"] = .string(input.text())
      }
      return SDKSpelling.input(copy)
    default: break
    }
    return copy
  }
}
