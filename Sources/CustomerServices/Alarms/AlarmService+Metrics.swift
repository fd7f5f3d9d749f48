package import AWSWire
package import CustomerDomain
internal import JSONValue

/// What an alarm watches, and whom it tells.
extension AlarmService {
  /// The series of what an alarm watches, each with its oldest point first; each call costs money on
  /// AWS.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func series(
    of metric: Alarm.Metric,
    from: Instant,
    to: Instant
  ) async throws -> [MetricSeries] {
    let input: JSON = [
      "MetricDataQueries": metric.wire, "StartTime": JSON(from.seconds),
      "EndTime": JSON(to.seconds), "ScanBy": "TimestampAscending",
    ]
    var ids: [String] = []
    var found: [[MetricSeries]] = []
    try await access.readPages(
      .cloudWatch,
      "GetMetricData",
      input,
      tokenKey: "NextToken",
      for: .init("read metric", metric.name)
    ) { page in
      // Pages repeat ids; several results of one page with the same id are several series.
      var seen: [String: Int] = [:]
      for result in page["MetricDataResults"]?.array ?? [] {
        let id = result["Id"]?.string ?? ""
        let number = seen[id, default: 0]
        seen[id] = number + 1
        if !ids.contains(id) {
          ids.append(id)
          found.append([])
        }
        guard let index = ids.firstIndex(of: id) else { continue }
        let label = result["Label"]?.string ?? id
        if found[index].count <= number {
          found[index].append(MetricSeries(label: label, part: metric.part(of: id), points: []))
        }
        found[index][number].points += MetricPoint.list(result)
      }
      return true
    }
    return found.joined().map { series in
      var series = series
      series.points.sort { $0.timestamp < $1.timestamp }
      return series
    }
  }

  /// The points of what an alarm holds against its threshold, oldest first; each call costs money on
  /// AWS.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func points(
    of metric: Alarm.Metric,
    from: Instant,
    to: Instant
  ) async throws -> [MetricPoint] {
    let all = try await series(of: metric, from: from, to: to)
    return all.filter { $0.part == .watched }.flatMap(\.points)
      .sorted { $0.timestamp < $1.timestamp }
  }

  /// Who listens to a topic.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func subscriptions(to topic: String) async throws -> [TopicSubscription] {
    var found: [TopicSubscription] = []
    try await access.readPages(
      .sns,
      "ListSubscriptionsByTopic",
      ["TopicArn": .string(topic)],
      tokenKey: "NextToken",
      for: .init("list subscriptions", topic)
    ) { page in
      found += (page["Subscriptions"]?.array ?? []).compactMap(TopicSubscription.init(wire:))
      return true
    }
    return found
  }

  /// The topics among what an alarm notifies, each once, with who listens; where that cannot be read,
  /// with why.
  ///
  /// - Throws: `CancellationError`.
  package func topics(of alarm: Alarm) async throws -> [NotifiedTopic] {
    var seen: Set<String> = []
    let all = alarm.alarmActions + alarm.okActions + alarm.insufficientDataActions
    let topics = all.filter { arn in
      arn.split(separator: ":").dropFirst(2).first == "sns" && seen.insert(arn).inserted
    }
    var found: [NotifiedTopic] = []
    for arn in topics {
      do {
        found.append(NotifiedTopic(arn: arn, subscriptions: try await subscriptions(to: arn)))
      } catch let failure as ServiceFailure {
        found.append(NotifiedTopic(arn: arn, failure: failure))
      }
    }
    return found
  }
}

extension MetricPoint {
  /// Reads the points of a result of GetMetricData; what is no number is left out.
  fileprivate static func list(_ result: JSON) -> [MetricPoint] {
    let times = (result["Timestamps"]?.array ?? []).map(\.instant)
    let values = (result["Values"]?.array ?? []).map(\.double)
    return zip(times, values).compactMap { time, value in
      guard let time, let value, value.isFinite else { return nil }
      return MetricPoint(timestamp: time, value: value)
    }
  }
}
