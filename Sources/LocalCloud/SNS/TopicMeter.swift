internal import AWSWire
internal import Synchronization

/// Counts what topics publish and what becomes of it, as metrics of `AWS/SNS`.
final class TopicMeter: Sendable {
  private let sink = Mutex<(any MetricSink)?>(nil)

  /// Has counts recorded by `sink`; before that they are lost.
  func publish(to sink: any MetricSink) { self.sink.withLock { $0 = sink } }

  /// Counts a message that was published.
  func published(_ message: TopicMessage, at moment: Instant) {
    let size = Double(message.text.utf8.count)
    record(
      [("NumberOfMessagesPublished", 1, "Count"), ("PublishSize", size, "Bytes")],
      of: message.topicARN,
      at: moment
    )
  }

  /// Counts a delivery that came to its end.
  func settled(topic: String, isDelivered: Bool, at moment: Instant) {
    let name = isDelivered ? "NumberOfNotificationsDelivered" : "NumberOfNotificationsFailed"
    record([(name, 1, "Count")], of: topic, at: moment)
  }

  private func record(
    _ values: [(name: String, value: Double, unit: String)],
    of topic: String,
    at moment: Instant
  ) {
    guard let sink = sink.withLock({ $0 }) else { return }
    let name = topic.split(separator: ":").last.map(String.init) ?? topic
    sink.record(
      values.map { metric, value, unit in
        let key = MetricKey(namespace: "AWS/SNS", name: metric, dimensions: ["TopicName": name])
        return MetricSample(key, value, unit: unit, timestamp: moment)
      }
    )
  }
}
