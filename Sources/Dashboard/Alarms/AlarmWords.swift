package import CustomerDomain

/// What an alarm watches and why it stands as it does, in plain words.
package enum AlarmWords {
  /// Why it stands so, in one line; the service's own words where there are no better ones.
  package static func reason(of alarm: Alarm, isShort: Bool = false) -> String {
    guard let metric = alarm.metric else { return alarm.reason }
    guard alarm.state == .alarm, let value = firstDatapoint(in: alarm.reason) else {
      return alarm.state == .insufficientData ? "not enough data" : alarm.reason
    }
    let what = "\(number(value)) \(thing(metric.name, count: value))"
    let text = "\(what) in \(period(metric.periodSeconds))"
    return isShort ? text : text + ", threshold \(number(metric.threshold))"
  }

  /// What it watches and when it goes red, as a sentence.
  static func rule(of metric: Alarm.Metric) -> String {
    var text = "\(metric.statistic) of \(metric.name) (\(metric.namespace)) "
    text += "\(comparison(metric.comparison)) \(number(metric.threshold))"
    text += " over \(period(metric.periodSeconds))"
    if metric.evaluationPeriods > 1 {
      text += ", in \(metric.datapointsToAlarm) of \(metric.evaluationPeriods) periods"
    }
    return text
  }

  /// Where the metric comes from, such as `FunctionName insert_id`.
  static func dimensions(of metric: Alarm.Metric) -> String {
    metric.dimensions.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
  }

  /// What is made of missing data, in words.
  static func missingData(_ treatment: String) -> String {
    switch treatment {
    case "notBreaching": "missing data counts as good"
    case "breaching": "missing data counts as bad"
    case "ignore": "missing data changes nothing"
    default: "missing data is missing"
    }
  }

  /// The kind of a history entry, in words.
  static func historyType(_ type: String) -> String {
    switch type {
    case "StateUpdate": "state"
    case "ConfigurationUpdate": "configuration"
    case "Action": "action"
    default: type
    }
  }

  /// A number without needless zeros.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    let scaled = (value * 1000).rounded() / 1000
    return String(scaled)
  }

  /// The last part of an ARN, which a person would call it by.
  static func shortName(ofARN arn: String) -> String {
    arn.split(separator: ":").last.map(String.init) ?? arn
  }

  /// A metric's name in words: `Errors` of one is `error`, `ExecutionsFailed` `executions failed`.
  private static func thing(_ name: String, count: Double) -> String {
    let plural = count == 1 ? "" : "s"
    switch name {
    case "5XXError": return "server error\(plural) (5xx)"
    case "4XXError": return "client error\(plural) (4xx)"
    default: break
    }
    guard name.first?.isUppercase == true else { return name }
    var words: [String] = []
    for character in name {
      if character.isUppercase || words.isEmpty { words.append("") }
      words[words.count - 1] += character.lowercased()
    }
    if count == 1, words[0].hasSuffix("s") { words[0].removeLast() }
    return words.joined(separator: " ")
  }

  private static func comparison(_ name: String) -> String {
    switch name {
    case "GreaterThanOrEqualToThreshold": "≥"
    case "GreaterThanThreshold": ">"
    case "LessThanThreshold": "<"
    case "LessThanOrEqualToThreshold": "≤"
    default: name
    }
  }

  private static func period(_ seconds: Int) -> String {
    seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(seconds) s"
  }

  /// The first value in `… datapoints [1.0 (24/11/26 12:03:00)] was …`, CloudWatch's own form.
  private static func firstDatapoint(in reason: String) -> Double? {
    guard let open = reason.firstIndex(of: "[") else { return nil }
    let digits = reason[reason.index(after: open)...].prefix { "0123456789.-eE+".contains($0) }
    return Double(digits)
  }
}
