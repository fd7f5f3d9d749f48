internal import JSONValue

/// What `$$` stands for in a state.
struct ContextObject {
  /// What is known of the execution from outside.
  let context: ExecutionContext
  /// The execution's input.
  let input: JSON
  /// The state's name.
  let stateName: String
  /// When the state was entered.
  let enteredTime: Milliseconds
  /// How often the state was tried again; `nil` for one that never is.
  let retryCount: Int?
  /// The element of a Map that it works on.
  let item: Frame.Item?
  /// The token of a task that waits for a callback.
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
        "Name": .string(stateName),
      ],
      "StateMachine": [
        "Id": .string(context.stateMachineArn), "Name": .string(context.stateMachineName),
      ],
    ]
    if let retryCount { object["State"]?["RetryCount"] = .number(JSONNumber(retryCount)) }
    if let item {
      object["Map"] = [
        "Item": ["Index": .number(JSONNumber(item.index)), "Value": item.value]
      ]
    }
    if let token { object["Task"] = ["Token": .string(token)] }
    return .object(object)
  }
}
