internal import CustomerDomain
internal import JSONValue

/// What an alarm watches, as far as it tells where to look for what failed.
enum AlarmTarget: Hashable, Sendable {
  /// What of a function's invocations is counted.
  enum Trouble: Hashable, Sendable {
    /// Those that failed.
    case errors
    /// How long they take.
    case duration
    /// Those that were not run at all.
    case throttles
    /// Anything else.
    case other
  }

  /// A function; all of the backend's where none is named.
  case function(String?, Trouble)
  /// A workflow, by its ARN, and the states that its runs end in.
  case workflow(String?, [Execution.Status])
  /// A REST API, by its name, and which of its requests are meant.
  case api(String, RequestKind)
  /// A metric that may be made of log lines, or else has nothing to follow.
  case metric(namespace: String, name: String)

  /// Which requests to an API are meant.
  enum RequestKind: Hashable, Sendable {
    /// Those that the backend failed.
    case serverErrors
    /// Those that the caller made wrongly.
    case clientErrors
    /// The slowest.
    case slow
  }

  /// Tells what one metric is of.
  init(namespace: String, name: String, dimensions: [String: String]) {
    switch namespace {
    case "AWS/Lambda":
      self = .function(dimensions["FunctionName"], AlarmTarget.trouble(name))
    case "AWS/States":
      self = .workflow(dimensions["StateMachineArn"], AlarmTarget.statuses(name))
    case "AWS/ApiGateway":
      let kind: RequestKind =
        name.hasPrefix("4") ? .clientErrors : name.hasSuffix("Latency") ? .slow : .serverErrors
      self = .api(dimensions["ApiName"] ?? dimensions["ApiId"] ?? "", kind)
    default: self = .metric(namespace: namespace, name: name)
    }
  }

  /// Tells what the metrics of an alarm are of, as DescribeAlarms gives it; each once.
  static func targets(of alarm: JSON) -> [AlarmTarget] {
    let stats = (alarm["Metrics"]?.array ?? []).compactMap { $0["MetricStat"]?["Metric"] }
    let metrics = alarm["MetricName"] == nil ? stats : [alarm]
    var targets: [AlarmTarget] = []
    for metric in metrics {
      let dimensions = (metric["Dimensions"]?.array ?? []).compactMap { dimension in
        dimension["Name"]?.string.map { ($0, dimension["Value"]?.string ?? "") }
      }
      let target = AlarmTarget(
        namespace: metric["Namespace"]?.string ?? "",
        name: metric["MetricName"]?.string ?? "",
        dimensions: Dictionary(dimensions) { first, _ in first }
      )
      if !targets.contains(target) { targets.append(target) }
    }
    return targets
  }

  /// Whether what is counted is how long something takes, so that the slowest tells most.
  var isAboutTime: Bool {
    switch self {
    case .function(_, .duration), .api(_, .slow): true
    default: false
    }
  }

  private static func trouble(_ name: String) -> Trouble {
    switch name {
    case "Errors", "DeadLetterErrors", "DestinationDeliveryFailures": .errors
    case "Duration", "PostRuntimeExtensionsDuration": .duration
    case "Throttles": .throttles
    // What counts calls may be put in relation to those that failed.
    default: .other
    }
  }

  private static func statuses(_ name: String) -> [Execution.Status] {
    switch name {
    case "ExecutionsFailed": [.failed]
    case "ExecutionsTimedOut": [.timedOut]
    case "ExecutionsAborted": [.aborted]
    default: [.failed, .timedOut, .aborted]
    }
  }
}
