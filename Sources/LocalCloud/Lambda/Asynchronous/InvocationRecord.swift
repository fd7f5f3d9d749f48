internal import AWSWire
internal import JSONValue

/// What a destination is told of an asynchronous invocation that is over.
struct InvocationRecord: Hashable, Sendable {
  /// How it ended.
  enum Condition: String, Hashable, Sendable {
    /// A try succeeded.
    case success = "Success"
    /// All tries that the function is given failed.
    case retriesExhausted = "RetriesExhausted"
    /// The event grew too old before a try succeeded.
    case eventAgeExceeded = "EventAgeExceeded"
  }

  /// The ARN of the destination.
  let destination: String
  /// The record as Lambda writes it.
  let document: JSON

  /// Takes up a record that was stored.
  init(destination: String, document: JSON) {
    (self.destination, self.document) = (destination, document)
  }

  /// Writes the record of an invocation whose last try, where there was one, gave `result`.
  init(
    _ event: AsyncInvocation,
    _ condition: Condition,
    result: InvocationResult?,
    functionARN: String,
    to destination: String,
    now: Instant
  ) {
    self.destination = destination
    var members: JSONObject = [
      "version": "1.0", "timestamp": .string(now.iso8601),
      "requestContext": [
        "requestId": .string(event.requestID), "functionArn": .string("\(functionARN):$LATEST"),
        "condition": .string(condition.rawValue), "approximateInvokeCount": JSON(event.attempts),
      ],
      "requestPayload": event.payload,
    ]
    if let result {
      var context: JSONObject = ["statusCode": 200, "executedVersion": "$LATEST"]
      context["functionError"] = result.functionError.map(JSON.string)
      members["responseContext"] = .object(context)
      members["responsePayload"] = result.payload
    }
    document = .object(members)
  }

  /// The call that hands the record over; `nil` where the destination is of no kind that is known.
  var call: AWSCall? {
    switch destination.split(separator: ":").dropFirst(2).first {
    case "sns":
      return AWSCall(
        .sns,
        "Publish",
        ["TopicArn": .string(destination), "Message": .string(document.text())]
      )
    case "lambda":
      return AWSCall(
        .lambda,
        "Invoke",
        [
          "FunctionName": .string(destination), "InvocationType": "Event", "Payload": document,
        ]
      )
    case "events":
      let context = document["requestContext"]
      let isSuccess = context?["condition"]?.string == Condition.success.rawValue
      let entry: JSON = [
        "Source": "lambda",
        "DetailType":
          .string("Lambda Function Invocation Result - \(isSuccess ? "Success" : "Failure")"),
        "Detail": .string(document.text()), "EventBusName": .string(destination),
        "Resources": [context?["functionArn"] ?? "", .string(destination)],
      ]
      return AWSCall(.events, "PutEvents", ["Entries": [entry]])
    default: return nil
    }
  }
}
