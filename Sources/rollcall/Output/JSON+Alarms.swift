internal import AWSWire
internal import CustomerDomain
internal import CustomerServices
internal import JSONValue

extension Alarm {
  /// The alarm as `alarms` prints it.
  func json(history: [AlarmHistoryItem]?) -> JSON {
    var json: JSON = [
      "name": .string(name), "type": .string(type), "state": .string(state.rawValue),
      "since": .string(since.iso8601), "reason": .string(reason),
      "metric": metric?.json ?? .null, "threshold": JSON(metric?.threshold),
      "actionsEnabled": .bool(actionsEnabled),
    ]
    if let history { json["history"] = .array(history.map(\.json)) }
    return json
  }
}

extension Alarm.Metric {
  /// The metric with its dimensions.
  var json: JSON {
    [
      "namespace": .string(namespace), "name": .string(name),
      "dimensions": .object(JSONObject(dimensions.map { ($0.name, JSON.string($0.value)) })),
      "statistic": .string(statistic), "periodSeconds": JSON(periodSeconds),
      "expression": JSON(watched?.expression),
    ]
  }
}

extension AlarmHistoryItem {
  /// The entry as `alarms --history` prints it.
  var json: JSON {
    [
      "timestamp": .string(timestamp.iso8601), "type": .string(type),
      "summary": .string(summary),
    ]
  }
}

extension EventRule {
  /// The rule as `rules` prints it.
  var json: JSON {
    [
      "name": .string(name), "state": isEnabled ? "ENABLED" : "DISABLED",
      "schedule": JSON(schedule),
      "pattern": pattern.map { (try? JSON(parsing: $0)) ?? .string($0) } ?? .null,
      "targets": .array(targets.map(JSON.string)),
    ]
  }
}

extension Notification {
  /// The message as `notifications` prints it.
  var json: JSON {
    [
      "time": .string(time.iso8601), "topicArn": .string(topicARN), "subject": .string(subject),
      "message": (try? JSON(parsing: message)) ?? .string(message), "to": JSON(to),
      "delivery": .string(delivery),
    ]
  }
}

extension InjectedFault {
  /// The fault as `fault` prints it.
  var json: JSON {
    [
      "function": .string(function), "kind": .string(kind.word), "rate": JSON(rate),
      "until": JSON(until?.iso8601),
    ]
  }
}

extension InjectedFault.Kind {
  /// The kind for people, with the delay where there is one.
  var words: String {
    if case .delay(let milliseconds) = self { "delay \(milliseconds) ms" } else { word }
  }
}
