internal import JSONValue

/// What `$$` stands for in a state.
struct ContextObject {
  let context: ExecutionContext
  let input: JSON
  let stateName: String
  let enteredTime: Milliseconds
  let retryCount: Int
  let item: Frame.Item?
  let token: String?

  /// The object as paths see it.
  var json: JSON {
    let started = Timestamp(milliseconds: context.startTime).description
    var object: JSONObject = [
      "Execution": [
        "Id": .string(context.executionArn), "Input": input, "Name": .string(context.name),
        "RoleArn": .string(context.roleArn), "StartTime": .string(started),
        "RedriveCount": .number(JSONNumber(context.redriveCount)),
      ],
      "State": [
        "EnteredTime": .string(Timestamp(milliseconds: enteredTime).description),
        "Name": .string(stateName), "RetryCount": .number(JSONNumber(retryCount)),
      ],
      "StateMachine": [
        "Id": .string(context.stateMachineArn), "Name": .string(context.stateMachineName),
      ],
    ]
    if let item {
      object["Map"] = [
        "Item": ["Index": .number(JSONNumber(item.index)), "Value": item.value]
      ]
    }
    if let token { object["Task"] = ["Token": .string(token)] }
    return .object(object)
  }
}
