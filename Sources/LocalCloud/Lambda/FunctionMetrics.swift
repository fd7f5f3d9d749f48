internal import AWSWire

/// The metrics of one function, their names made once.
struct FunctionMetrics: Sendable {
  private let invocations: MetricKey
  private let errors: MetricKey
  private let throttles: MetricKey
  private let duration: MetricKey
  private let concurrency: MetricKey

  /// Names the metrics of the function called `name`.
  init(of name: String) {
    func key(_ metric: String) -> MetricKey {
      MetricKey(namespace: "AWS/Lambda", name: metric, dimensions: ["FunctionName": name])
    }
    (invocations, errors, throttles) = (key("Invocations"), key("Errors"), key("Throttles"))
    (duration, concurrency) = (key("Duration"), key("ConcurrentExecutions"))
  }

  /// What an invocation is counted with; its duration is in milliseconds.
  func invocation(
    at moment: Instant,
    duration milliseconds: Double,
    hasFailed: Bool,
    concurrent: Int
  ) -> [MetricSample] {
    [
      MetricSample(invocations, 1, unit: "Count", timestamp: moment),
      MetricSample(errors, hasFailed ? 1 : 0, unit: "Count", timestamp: moment),
      MetricSample(throttles, 0, unit: "Count", timestamp: moment),
      MetricSample(duration, milliseconds.inHundredths, unit: "Milliseconds", timestamp: moment),
      MetricSample(concurrency, Double(concurrent), unit: "Count", timestamp: moment),
    ]
  }

  /// What a refused invocation is counted with.
  func throttle(at moment: Instant) -> [MetricSample] {
    [MetricSample(throttles, 1, unit: "Count", timestamp: moment)]
  }
}
