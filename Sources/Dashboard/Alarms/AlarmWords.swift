package import CustomerDomain

/// What an alarm watches and why it stands as it does, in plain words.
package enum AlarmWords {
  /// Why it stands so, in one line; the service's own words where there are no better ones.
  package static func reason(of alarm: Alarm, isShort: Bool = false) -> String {
    guard let metric = alarm.metric else { return compositeReason(alarm.reason) }
    if alarm.state == .insufficientData, alarm.reason.hasPrefix("Insufficient Data") {
      return "not enough data"
    }
    if alarm.reason.hasPrefix("Threshold Crossed: no datapoints were received") {
      return "no data in \(period(metric.periodSeconds)), "
        + (alarm.state == .ok ? "which counts as good" : "which counts as bad")
    }
    let values = datapoints(in: alarm.reason)
    guard alarm.state != .insufficientData, let first = values.first else { return alarm.reason }
    let count = values.count == 1 ? first : 0
    let told = values.prefix(3).map(number).joined(separator: ", ")
    let what = told + (values.count > 3 ? "… " : " ") + thing(metric, count: count)
    let when =
      values.count == 1
      ? "in \(period(metric.periodSeconds))"
      : "in \(values.count) periods of \(period(metric.periodSeconds))"
    let text = "\(what) \(when)"
    if isShort { return text }
    return text + (metric.bandQuery == nil ? ", threshold \(number(metric.threshold))" : "")
  }

  /// Of an alarm that followed another one, which one, and not its ARN.
  private static func compositeReason(_ reason: String) -> String {
    guard reason.hasPrefix("arn:") else { return reason }
    if let mark = reason.firstRange(of: " transitioned to ") {
      let state = reason[mark.upperBound...].prefix { !$0.isWhitespace }
      return "\(AlarmRule.name(of: String(reason[..<mark.lowerBound]))) went to \(state)"
    }
    guard let mark = reason.firstRange(of: " and its alarm rule evaluates to ") else {
      return reason
    }
    let name = AlarmRule.name(of: String(reason[..<mark.lowerBound]))
    return "\(name), and its rule evaluates to \(reason[mark.upperBound...])"
  }

  /// What it watches and when it goes red, as a sentence.
  static func rule(of metric: Alarm.Metric) -> String {
    var text =
      metric.queries.isEmpty
      ? "\(metric.statistic) of \(metric.name) (\(metric.namespace)) " : "\(metric.name) "
    text += comparison(metric.comparison)
    if metric.bandQuery == nil { text += " \(number(metric.threshold))" }
    text += " over \(period(metric.periodSeconds))"
    if metric.evaluationPeriods > 1 {
      text += ", in \(metric.datapointsToAlarm) of \(metric.evaluationPeriods) periods"
    }
    return text
  }

  /// What is drawn, such as `Sum of Errors`.
  static func title(of metric: Alarm.Metric) -> String {
    metric.statistic.isEmpty ? metric.name : "\(metric.statistic) of \(metric.name)"
  }

  /// What a part of metric math is.
  static func definition(of query: Alarm.Query) -> String {
    let label = query.label.isEmpty ? "" : " \"\(query.label)\""
    if let expression = query.expression { return expression + label }
    let from = dimensions(query.dimensions)
    return "\(query.statistic) of \(query.name) (\(query.namespace))"
      + (from.isEmpty ? "" : " of \(from)") + label
  }

  /// Where the metric comes from, such as `FunctionName insert_id`.
  static func dimensions(of metric: Alarm.Metric) -> String {
    dimensions(metric.dimensions)
  }

  private static func dimensions(_ dimensions: [Alarm.Dimension]) -> String {
    dimensions.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
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
    let digits: Double = abs(value) >= 100 ? 10 : abs(value) >= 10 ? 100 : 1000
    return String((value * digits).rounded() / digits)
  }

  /// The last part of an ARN, which a person would call it by.
  static func shortName(ofARN arn: String) -> String {
    arn.split(separator: ":").last.map(String.init) ?? arn
  }

  /// A metric's name in words: `Errors` of one is `error`, `ExecutionsFailed` `executions failed`.
  private static func thing(_ metric: Alarm.Metric, count: Double) -> String {
    // The name of metric math is somebody's own words already.
    metric.queries.isEmpty ? thing(metric.name, count: count) : metric.name
  }

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
    case "LessThanLowerOrGreaterThanUpperThreshold": "outside its band"
    case "LessThanLowerThreshold": "below its band"
    case "GreaterThanUpperThreshold": "above its band"
    default: name
    }
  }

  private static func period(_ seconds: Int) -> String {
    seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(seconds) s"
  }

  /// The values in `Threshold Crossed: … datapoints [1.0 (24/11/26 12:03:00), 2.0 (…)] were …`,
  /// CloudWatch's own form; none of any other text, as whoever sets a state may give any reason.
  private static func datapoints(in reason: String) -> [Double] {
    guard reason.hasPrefix("Threshold Crossed: "), let open = reason.firstIndex(of: "["),
      ["datapoint ", "datapoints "].contains(where: reason[..<open].hasSuffix),
      let close = reason[open...].firstIndex(of: "]")
    else { return [] }
    let items = reason[reason.index(after: open)..<close].split(separator: ",")
    let values = items.prefix(100).map { item -> Double? in
      let parts = item.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[1].hasPrefix("("), parts[1].hasSuffix(")") else { return nil }
      return Double(parts[0]).flatMap { $0.isFinite ? $0 : nil }
    }
    return values.contains(nil) ? [] : values.compactMap(\.self)
  }
}
