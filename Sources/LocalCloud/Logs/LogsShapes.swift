internal import JSONValue

/// The shapes of the inputs of CloudWatch Logs' operations.
///
/// Source: the service's API model (botocore `logs/2014-03-28`).
enum LogsShapes {
  /// The code with which the service refuses what is out of bounds.
  private static let code = "InvalidParameterException"

  // Names that are too long are refused by the operations, in words of their own.
  private static let group = name("[\\.\\-_/#A-Za-z0-9]+", { LogsService.isGroupName($0) })
  private static let stream = name("[^:*]*", { !$0.contains(":") && !$0.contains("*") })
  private static let filter: InputShape = .text(
    InputShape.TextRule(
      length: 1...512,
      pattern: ("[^:*]*", { !$0.contains(":") && !$0.contains("*") })
    )
  )
  private static let metric: InputShape = .text(
    InputShape.TextRule(
      length: 0...255,
      pattern: ("[^:*$]*", { text in !text.contains { ":*$".contains($0) } })
    )
  )
  private static let token: InputShape.Member = .optional("nextToken", .text(1...Int.max))
  private static let pattern: InputShape = .text(0...1024)
  private static let moment: InputShape = .long(0...Int.max)
  private static let names: InputShape = .list(stream, count: 1...100)
  private static let oneGroup: [InputShape.Member] = [
    .optional("logGroupName", group), .optional("logGroupIdentifier", .text(1...2048)),
  ]
  private static let span: [InputShape.Member] = [
    .optional("startTime", moment), .optional("endTime", moment), token,
    .optional("limit", .whole(1...10_000)), .optional("unmask", .flag),
  ]
  private static let tags: InputShape = .map(
    .text(0...256),
    kind: "java.lang.String",
    count: 1...50,
    keys: InputShape.TextRule(length: 1...128)
  )
  private static let classes: InputShape.Member = .optional(
    "logGroupClass",
    .choice(LogGroupClass.allCases.map(\.rawValue))
  )
  private static let page: [InputShape.Member] = [token, .optional("limit", .whole(1...50))]
  private static let resource: InputShape.Member = .required("resourceArn", .text(1...1011))

  private static let transformation: InputShape = .structure(
    [
      .required("metricName", metric), .required("metricNamespace", metric),
      .required("metricValue", .text(0...100)), .optional("defaultValue", .number),
      .optional(
        "dimensions",
        .map(
          .text(0...255),
          kind: "java.lang.String",
          keys: InputShape.TextRule(length: 0...255)
        )
      ), .optional("unit", .choice(MetricTransformation.units)),
    ],
    kind: "MetricTransformation"
  )

  private static let table: [String: [InputShape.Member]] = [
    "CreateLogGroup": [
      .required("logGroupName", group), .optional("kmsKeyId", .text(0...256)),
      .optional("tags", tags), classes, .optional("deletionProtectionEnabled", .flag),
    ], "DeleteLogGroup": oneGroup,
    "DescribeLogGroups": page + [
      .optional("logGroupNamePrefix", group), .optional("logGroupNamePattern", group), classes,
      .optional("logGroupIdentifiers", .list(.text(1...2048), count: 1...50)),
      .optional("includeLinkedAccounts", .flag),
      .optional("accountIdentifiers", .list(.text(12...12), count: 0...20)),
    ],
    "CreateLogStream": [.required("logGroupName", group), .required("logStreamName", stream)],
    "DeleteLogStream": [.required("logGroupName", group), .required("logStreamName", stream)],
    "DescribeLogStreams": oneGroup + page + [
      .optional("logStreamNamePrefix", stream),
      .optional("orderBy", .choice(["LogStreamName", "LastEventTime"])),
      .optional("descending", .flag),
    ],
    // The events are many and are read once anyway: what is wrong with them is found then.
    "PutLogEvents": [
      .required("logGroupName", group), .required("logStreamName", stream),
      .required("logEvents", .list(.any, count: 1...10_000)),
      .optional("sequenceToken", .text(1...Int.max)),
    ],
    "FilterLogEvents": oneGroup + span + [
      .optional("logStreamNames", names), .optional("logStreamNamePrefix", stream),
      .optional("filterPattern", pattern), .optional("interleaved", .flag),
    ],
    "GetLogEvents": oneGroup + span + [
      .required("logStreamName", stream), .optional("startFromHead", .flag),
    ],
    "PutRetentionPolicy": [
      .required("logGroupName", group), .required("retentionInDays", .whole()),
    ], "DeleteRetentionPolicy": [.required("logGroupName", group)],
    "TestMetricFilter": [
      .required("filterPattern", pattern),
      .required("logEventMessages", .list(.text(1...Int.max), count: 1...50)),
    ], "TagResource": [resource, .required("tags", tags)],
    "UntagResource": [resource, .required("tagKeys", .list(.text(1...128), count: 0...50))],
    "ListTagsForResource": [resource],
    "PutMetricFilter": [
      .required("logGroupName", group), .required("filterName", filter),
      .required("filterPattern", pattern),
      .required("metricTransformations", .list(transformation, count: 1...1)),
      .optional("applyOnTransformedLogs", .flag),
      .optional("fieldSelectionCriteria", .text(0...2000)),
      .optional("emitSystemFieldDimensions", .list(.text())),
    ],
    "DescribeMetricFilters": page + [
      .optional("logGroupName", group), .optional("filterNamePrefix", filter),
      .optional("metricName", metric), .optional("metricNamespace", metric),
    ],
    "DeleteMetricFilter": [.required("logGroupName", group), .required("filterName", filter)],
  ]

  private static let events: InputShape = .structure(
    [
      .required(
        "logEvents",
        .list(
          .structure(
            [.required("timestamp", moment), .required("message", .text(1...Int.max))],
            kind: "InputLogEvent"
          )
        )
      )
    ],
    kind: "PutLogEvents"
  )

  private static func name(
    _ pattern: String,
    _ matches: @escaping @Sendable (String) -> Bool
  ) -> InputShape {
    .text(InputShape.TextRule(length: 1...Int.max, pattern: (pattern, matches)))
  }

  /// Refuses an input that is not of its operation's shape.
  ///
  /// - Throws: `CloudError` SerializationException or InvalidParameterException.
  static func check(_ operation: String, _ input: JSON) throws {
    guard let members = table[operation] else { return }
    try InputShape.structure(members, kind: operation).check(input, code: code, words: .common)
  }

  /// Refuses the events of `PutLogEvents` where one of them is none.
  ///
  /// - Throws: `CloudError` SerializationException or InvalidParameterException.
  static func checkEvents(_ input: JSON) throws {
    try events.check(input, code: code, words: .common)
  }
}
