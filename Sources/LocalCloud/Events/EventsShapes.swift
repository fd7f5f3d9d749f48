internal import JSONValue

/// The shapes of the inputs of EventBridge's operations.
///
/// Source: the service's API model (botocore `events/2015-10-07`).
enum EventsShapes {
  private static let namePattern = "[\\.\\-_A-Za-z0-9]+"
  private static let busPattern =
    "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+"
  private static let name = text(1...64, namePattern) { $0.utf8.allSatisfy(isNamePart) }
  private static let bus: InputShape.Member = .optional("EventBusName", busName)
  private static let busName = text(1...1600, busPattern) { text in
    text.utf8.allSatisfy { isNamePart($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") }
  }
  private static let page: [InputShape.Member] = [
    bus, .optional("NextToken", .text(1...2048)), .optional("Limit", .whole(1...100)),
  ]
  private static let rule: [InputShape.Member] = [.required("Name", name), bus]

  private static let entry: InputShape = .structure(
    [
      .optional("Time", .any), .optional("Source", .text()),
      .optional("Resources", .list(.text(0...2048))), .optional("DetailType", .text()),
      .optional("Detail", .text()), .optional("EventBusName", busName),
      .optional("TraceHeader", .text(1...500)),
    ],
    kind: "PutEventsRequestEntry"
  )

  private static let transformer: InputShape = .structure(
    [
      .optional(
        "InputPathsMap",
        .map(
          .text(0...256),
          kind: "java.lang.String",
          count: 0...100,
          keys: InputShape.TextRule(
            length: 1...256,
            pattern: ("[A-Za-z0-9\\_\\-]+", { $0.utf8.allSatisfy(isNamePart) && !$0.contains(".") })
          )
        )
      ), .required("InputTemplate", .text(1...8192)),
    ],
    kind: "InputTransformer"
  )

  private static let target: InputShape = .structure(
    [
      .required("Id", name), .required("Arn", .text(1...1600)),
      .optional("RoleArn", .text(1...1600)), .optional("Input", .text(0...8192)),
      .optional("InputPath", .text(0...256)), .optional("InputTransformer", transformer),
      .optional(
        "DeadLetterConfig",
        .structure([.optional("Arn", .text(1...1600))], kind: "DeadLetterConfig")
      ),
      .optional(
        "RetryPolicy",
        .structure(
          [
            .optional("MaximumRetryAttempts", .whole(0...185)),
            .optional("MaximumEventAgeInSeconds", .whole(60...86_400)),
          ],
          kind: "RetryPolicy"
        )
      ),
    ],
    kind: "Target"
  )

  private static let resource: InputShape.Member = .required("ResourceARN", .text(1...1600))
  private static let tags: InputShape = .list(
    .structure(
      [.required("Key", .text(1...128)), .required("Value", .text(0...256))],
      kind: "Tag"
    )
  )

  private static let table: [String: [InputShape.Member]] = [
    "PutEvents": [
      .required("Entries", .list(entry, count: 1...10)), .optional("EndpointId", .text(1...50)),
    ],
    "PutRule": rule + [
      .optional("ScheduleExpression", .text(0...256)), .optional("EventPattern", .text(0...4096)),
      .optional(
        "State",
        .choice(["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"])
      ), .optional("Description", .text(0...512)), .optional("RoleArn", .text(1...1600)),
      .optional("Tags", tags),
    ],
    "DeleteRule": rule + [.optional("Force", .flag)], "DescribeRule": rule, "EnableRule": rule,
    "DisableRule": rule, "ListRules": page + [.optional("NamePrefix", name)],
    "PutTargets": [
      .required("Rule", name), bus, .required("Targets", .list(target, count: 1...100)),
    ],
    "RemoveTargets": [
      .required("Rule", name), bus, .required("Ids", .list(name, count: 1...100)),
      .optional("Force", .flag),
    ],
    "ListTargetsByRule": page + [.required("Rule", name)],
    "ListRuleNamesByTarget": page + [.required("TargetArn", .text(1...1600))],
    "TagResource": [resource, .required("Tags", tags)],
    "UntagResource": [resource, .required("TagKeys", .list(.text(1...128)))],
    "ListTagsForResource": [resource],
    "TestEventPattern": [
      .required("EventPattern", .text(0...4096)), .required("Event", .text()),
    ],
  ]

  private static func text(
    _ length: ClosedRange<Int>,
    _ pattern: String,
    matches: @escaping @Sendable (String) -> Bool
  ) -> InputShape {
    .text(InputShape.TextRule(length: length, pattern: (pattern, { !$0.isEmpty && matches($0) })))
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Refuses an input that is not of its operation's shape.
  ///
  /// - Throws: `CloudError` SerializationException or ValidationException.
  static func check(_ operation: String, _ input: JSON) throws {
    guard let members = table[operation] else { return }
    try InputShape.structure(members, kind: operation).check(input, words: .common)
  }
}
