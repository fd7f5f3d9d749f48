internal import CustomerDomain

/// Which metrics tell of which part, as AWS emits them by itself.
extension MetricQuery {
  /// The queries for the part with that number; none for one that has no metrics.
  static func queries(of part: BackendPart, number: Int) -> [MetricQuery] {
    guard let dimension = part.kind.dimension else { return [] }
    let value = part.kind == .workflow ? part.arn ?? part.name : part.name
    var dimensions = [Alarm.Dimension(name: dimension, value: value)]
    if let stage = part.stage { dimensions.append(.init(name: "Stage", value: stage)) }
    return sources(of: part.kind).map { source in
      MetricQuery(
        part: number,
        use: source.use,
        namespace: source.namespace,
        name: source.name,
        dimensions: dimensions
          + (source.operation.map { [.init(name: "Operation", value: $0)] } ?? []),
        statistic: source.statistic
      )
    }
  }

  private struct Source {
    let use: Use
    let namespace: String
    let name: String
    var statistic = "Sum"
    var operation: String?
  }

  private static func sources(of kind: BackendPart.Kind) -> [Source] {
    switch kind {
    case .api: api
    case .apiFunction, .workflowFunction: function
    case .table: table
    case .rule: rule
    case .workflow: workflow
    case .topic: topic
    case .alarms: []
    }
  }

  private static func sources(_ namespace: String, _ uses: [(String, Use)]) -> [Source] {
    uses.map { name, use in
      var source = Source(use: use, namespace: namespace, name: name)
      if case .latency = use { source.statistic = "p99" }
      return source
    }
  }

  private static let api = sources(
    "AWS/ApiGateway",
    [
      ("Count", .traffic), ("5XXError", .errors), ("Latency", .latency(.p99)),
      ("4XXError", .fact("refused (4xx)")),
    ]
  )

  private static let function = sources(
    "AWS/Lambda",
    [
      ("Invocations", .traffic), ("Errors", .errors), ("Throttles", .errors),
      ("Duration", .latency(.p99)),
    ]
  )

  private static let workflow = sources(
    "AWS/States",
    [
      ("ExecutionsStarted", .traffic), ("ExecutionsFailed", .errors),
      ("ExecutionsTimedOut", .errors), ("ExecutionTime", .latency(.p99)),
      ("ExecutionsSucceeded", .fact("succeeded")), ("ExecutionsAborted", .fact("aborted")),
    ]
  )

  private static let rule = sources(
    "AWS/Events",
    [
      ("TriggeredRules", .traffic), ("FailedInvocations", .errors),
      ("Invocations", .fact("runs started")),
    ]
  )

  private static let topic = sources(
    "AWS/SNS",
    [
      ("NumberOfMessagesPublished", .traffic), ("NumberOfNotificationsFailed", .errors),
      ("NumberOfNotificationsDelivered", .fact("delivered")),
    ]
  )

  /// DynamoDB counts calls by how many latencies it has measured, for each operation by itself, and
  /// knows no percentiles of them.
  private static let table =
    ["GetItem", "PutItem", "DeleteItem"].flatMap { operation in
      let name = "SuccessfulRequestLatency"
      let namespace = "AWS/DynamoDB"
      return [
        Source(
          use: .traffic,
          namespace: namespace,
          name: name,
          statistic: "SampleCount",
          operation: operation
        ),
        Source(
          use: .latency(.average),
          namespace: namespace,
          name: name,
          statistic: "Average",
          operation: operation
        ),
        Source(use: .errors, namespace: namespace, name: "SystemErrors", operation: operation),
      ]
    }
    + sources(
      "AWS/DynamoDB",
      [
        ("ReadThrottleEvents", .errors), ("WriteThrottleEvents", .errors),
        ("ConsumedReadCapacityUnits", .fact("read units")),
        ("ConsumedWriteCapacityUnits", .fact("write units")),
      ]
    )
}
