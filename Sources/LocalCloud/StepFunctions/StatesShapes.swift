internal import JSONValue

/// The shapes of the inputs of Step Functions' operations.
///
/// Source: the service's API model (botocore `stepfunctions/2016-11-23`).
enum StatesShapes {
  private static let arn: InputShape = .text(1...256)
  private static let name: InputShape = .text(1...80)
  private static let data = sensitive(0...262_144)
  private static let definition = sensitive(1...1_048_576)
  private static let cause = sensitive(0...32_768)
  private static let error = sensitive(0...256)
  private static let token: InputShape = .text(1...2048)
  private static let page: [InputShape.Member] = [
    .optional("maxResults", .whole(0...1000)), .optional("nextToken", .text(1...1024)),
  ]
  private static let longPage: [InputShape.Member] = [
    .optional("maxResults", .whole(0...1000)), .optional("nextToken", .text(1...3096)),
  ]
  private static let tags: InputShape = .list(
    .structure(
      [.optional("key", .text(1...128)), .optional("value", .text(0...256))],
      kind: "Tag"
    )
  )
  private static func sensitive(_ length: ClosedRange<Int>) -> InputShape {
    .text(InputShape.TextRule(length: length, isSensitive: true))
  }
  private static let machineType: InputShape = .choice(["STANDARD", "EXPRESS"])
  private static let settings: [InputShape.Member] = [
    .optional(
      "loggingConfiguration",
      .structure(
        [
          .optional("level", .choice(["ALL", "ERROR", "FATAL", "OFF"])),
          .optional("includeExecutionData", .flag), .optional("destinations", .list(.any)),
        ],
        kind: "LoggingConfiguration"
      )
    ),
    .optional(
      "tracingConfiguration",
      .structure([.optional("enabled", .flag)], kind: "TracingConfiguration")
    ), .optional("publish", .flag), .optional("versionDescription", .text(0...256)),
  ]

  private static let table: [String: [InputShape.Member]] = [
    "CreateStateMachine": [
      .required("name", name), .required("definition", definition),
      .required("roleArn", arn), .optional("type", machineType), .optional("tags", tags),
    ] + settings,
    "UpdateStateMachine": [
      .required("stateMachineArn", arn), .optional("definition", definition),
      .optional("roleArn", arn),
    ] + settings,
    "DescribeStateMachine": [
      .required("stateMachineArn", arn),
      .optional("includedData", .choice(["ALL_DATA", "METADATA_ONLY"])),
    ],
    "DeleteStateMachine": [.required("stateMachineArn", arn)],
    "ListStateMachines": page,
    "ValidateStateMachineDefinition": [
      .required("definition", definition), .optional("type", machineType),
      .optional("severity", .choice(["ERROR", "WARNING"])),
      .optional("maxResults", .whole(0...100)),
    ],
    "StartExecution": [
      .required("stateMachineArn", arn), .optional("name", name), .optional("input", data),
      .optional("traceHeader", .text(0...256)),
    ],
    "StartSyncExecution": [.required("stateMachineArn", arn)],
    "StopExecution": [
      .required("executionArn", arn), .optional("error", error),
      .optional("cause", cause),
    ],
    "RedriveExecution": [
      .required("executionArn", arn), .optional("clientToken", .text(1...64)),
    ],
    "DescribeExecution": [
      .required("executionArn", arn),
      .optional("includedData", .choice(["ALL_DATA", "METADATA_ONLY"])),
    ],
    "DescribeStateMachineForExecution": [
      .required("executionArn", arn),
      .optional("includedData", .choice(["ALL_DATA", "METADATA_ONLY"])),
    ],
    "GetExecutionHistory": [
      .required("executionArn", arn), .optional("reverseOrder", .flag),
      .optional("includeExecutionData", .flag),
    ] + page,
    "ListExecutions": [
      .optional("stateMachineArn", arn),
      .optional(
        "statusFilter",
        .choice(["SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"])
      ), .optional("mapRunArn", .text(1...2000)),
      .optional("redriveFilter", .choice(["REDRIVEN", "NOT_REDRIVEN"])),
    ] + longPage,
    "CreateActivity": [.required("name", name), .optional("tags", tags)],
    "DescribeActivity": [.required("activityArn", arn)],
    "DeleteActivity": [.required("activityArn", arn)],
    "ListActivities": page,
    "GetActivityTask": [.required("activityArn", arn), .optional("workerName", name)],
    "SendTaskSuccess": [.required("taskToken", token), .required("output", data)],
    "SendTaskFailure": [
      .required("taskToken", token), .optional("error", error),
      .optional("cause", cause),
    ],
    "SendTaskHeartbeat": [.required("taskToken", token)],
    "TagResource": [.required("resourceArn", arn), .required("tags", tags)],
    "UntagResource": [
      .required("resourceArn", arn), .required("tagKeys", .list(.text(1...128))),
    ],
    "ListTagsForResource": [.required("resourceArn", arn)],
  ]

  private static let shapes: [String: InputShape] = table.reduce(into: [:]) { shapes, entry in
    shapes[entry.key] = .structure(entry.value, kind: "\(entry.key)Input")
  }

  /// Refuses an input that is not as an operation's must be.
  ///
  /// - Throws: `CloudError` that lists what is wrong; one for an operation that there is not.
  static func check(_ input: JSON, of operation: String) throws {
    guard let shape = shapes[operation] else { throw StatesError.unknownOperation(operation) }
    try shape.check(input)
  }
}
