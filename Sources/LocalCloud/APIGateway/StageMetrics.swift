internal import AWSWire

/// The metrics of one stage, their names made once.
struct StageMetrics: Sendable {
  private let count: MetricKey
  private let clientErrors: MetricKey
  private let serverErrors: MetricKey
  private let latency: MetricKey
  private let integrationLatency: MetricKey

  /// Names the metrics of an API's stage.
  init(api: String, stage: String) {
    func key(_ metric: String) -> MetricKey {
      MetricKey(
        namespace: "AWS/ApiGateway",
        name: metric,
        dimensions: ["ApiName": api, "Stage": stage]
      )
    }
    (count, clientErrors, serverErrors) = (key("Count"), key("4XXError"), key("5XXError"))
    (latency, integrationLatency) = (key("Latency"), key("IntegrationLatency"))
  }

  /// What a request is counted with; latencies are in milliseconds.
  func exchange(
    at moment: Instant,
    status: Int,
    latency milliseconds: Double,
    integration: Double?
  ) -> [MetricSample] {
    func sample(_ key: MetricKey, _ value: Double, _ unit: String) -> MetricSample {
      MetricSample(key, value, unit: unit, timestamp: moment)
    }
    var samples = [
      sample(count, 1, "Count"), sample(clientErrors, status / 100 == 4 ? 1 : 0, "Count"),
      sample(serverErrors, status / 100 == 5 ? 1 : 0, "Count"),
      sample(latency, milliseconds.inHundredths, "Milliseconds"),
    ]
    if let integration {
      samples.append(sample(integrationLatency, integration.inHundredths, "Milliseconds"))
    }
    return samples
  }
}
