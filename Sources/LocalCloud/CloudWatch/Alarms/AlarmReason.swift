internal import AWSWire
internal import JSONValue

/// A point that an alarm looked at.
struct AlarmPoint: Hashable, Sendable {
  /// Where the period starts, in seconds since the epoch.
  let second: Int64
  /// What was held against the threshold: the statistic, or the result of metric math.
  let value: Double
  /// `nil` where the value is worked out of several metrics.
  let sampleCount: Double?
}

/// The sentences and data that say why an alarm is in its state.
struct AlarmReason: Sendable {
  /// The threshold, period and metric that the sentences name.
  let condition: MetricCondition
  /// The real points that were looked at, oldest first.
  let points: [AlarmPoint]
  /// How many points were filled in.
  let missing: Int
  /// Where the newest periods begin that were looked at, oldest first, in seconds since the epoch.
  var times: [Int64] = []

  /// The sentence, as CloudWatch words it.
  func text(from old: String, to new: String) -> String {
    guard new != "INSUFFICIENT_DATA" else {
      let count = condition.evaluator.evaluationPeriods
      return "Insufficient Data: \(AlarmReason.counted(count, "datapoint")) "
        + "\(count == 1 ? "was" : "were") unknown."
    }
    guard !points.isEmpty else {
      let treated =
        condition.evaluator.missingData == .breaching ? "[Breaching]" : "[NonBreaching]"
      return "Threshold Crossed: no datapoints were received for "
        + "\(AlarmReason.counted(missing, "period")) and "
        + "\(AlarmReason.counted(missing, "missing datapoint")) "
        + "\(missing == 1 ? "was" : "were") treated as \(treated)."
    }
    let isAlarm = new == "ALARM"
    let shown = points.filter { condition.evaluator.breaches($0.value) == isAlarm }
    let listed = (shown.isEmpty ? points : shown).reversed()
      .map { "\(AlarmReason.number($0.value)) (\(AlarmReason.date($0.second)))" }
    let values = listed.joined(separator: ", ")
    let verb = (listed.count == 1 ? "was" : "were") + (isAlarm ? "" : " not")
    let comparison =
      "\(verb) \(condition.evaluator.comparison.words) the threshold "
      + "(\(AlarmReason.number(condition.evaluator.threshold)))"
    guard condition.hasDatapointsToAlarm else {
      return "Threshold Crossed: \(AlarmReason.counted(listed.count, "datapoint")) [\(values)] "
        + "\(comparison)."
    }
    let periods = condition.evaluator.evaluationPeriods
    let minimum =
      isAlarm
      ? condition.evaluator.datapointsToAlarm
      : periods - condition.evaluator.datapointsToAlarm + 1
    return "Threshold Crossed: \(listed.count) out of the last \(periods) datapoints [\(values)] "
      + "\(comparison) (minimum \(AlarmReason.counted(minimum, "datapoint")) for \(old) -> \(new) "
      + "transition)."
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// A number with at least one digit after its point.
  static func number(_ value: Double) -> String { "\(value)" }

  /// The start of a period, such as `18/09/25 12:58:00`.
  private static func date(_ second: Int64) -> String {
    let date = CalendarDate(Instant(milliseconds: second * 1000))
    let day = [date.day, date.month, date.year % 100].map { Instant.padded($0, 2) }
    return "\(day.joined(separator: "/")) \(Instant.padded(date.hour, 2)):"
      + "\(Instant.padded(date.minute, 2)):\(Instant.padded(date.second, 2))"
  }

  /// The data, as CloudWatch gives them.
  func data(at now: Instant) -> JSON {
    func stamp(_ second: Int64) -> JSON {
      .string(AlarmReason.stamp(Instant(milliseconds: second * 1000)))
    }
    var data: JSONObject = ["version": "1.0", "queryDate": .string(AlarmReason.stamp(now))]
    data["startDate"] = points.first.map { stamp($0.second) }
    if let selection = condition.selection {
      data["unit"] = selection.unit.map(JSON.string)
      data["statistic"] = .string(selection.statistic.name)
    }
    data["period"] = JSON(condition.period)
    data["recentDatapoints"] = .array(points.map { JSON($0.value) })
    data["threshold"] = JSON(condition.evaluator.threshold)
    // Without any point the periods that lack one are named.
    data["evaluatedDatapoints"] = .array(
      points.isEmpty
        ? times.reversed().map { ["timestamp": stamp($0)] }
        : points.reversed().map { point in
          var shown: JSON = ["timestamp": stamp(point.second)]
          shown["sampleCount"] = point.sampleCount.map { JSON($0) }
          shown["value"] = JSON(point.value)
          return shown
        }
    )
    return .object(data)
  }

  /// A moment as CloudWatch writes it inside documents, such as `2026-01-02T03:04:05.678+0000`.
  static func stamp(_ time: Instant) -> String { time.iso8601.dropLast() + "+0000" }

  /// A moment as sentences have it, such as `Thursday 18 September, 2025 13:03:13 UTC`.
  static func longDate(_ time: Instant) -> String {
    let date = CalendarDate(time)
    let weekday =
      ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][date.weekday]
    let month = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ][date.month - 1]
    let clock = [date.hour, date.minute, date.second].map { Instant.padded($0, 2) }
    return "\(weekday) \(Instant.padded(date.day, 2)) \(month), \(date.year) "
      + "\(clock.joined(separator: ":")) UTC"
  }
}
