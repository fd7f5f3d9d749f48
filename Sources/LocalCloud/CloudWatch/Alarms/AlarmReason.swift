internal import AWSWire
internal import JSONValue

/// A point that an alarm looked at.
struct AlarmPoint: Hashable, Sendable {
  /// Where the period starts, in minutes since the epoch.
  let minute: Int64
  let value: Double
  let sampleCount: Double
}

/// The sentences and data that say why an alarm is in its state.
struct AlarmReason: Sendable {
  let settings: AlarmSettings
  /// The real points that were looked at, oldest first.
  let points: [AlarmPoint]
  /// How many points were filled in.
  let missing: Int

  /// The sentence, as CloudWatch words it.
  func text(from old: String, to new: String) -> String {
    guard new != "INSUFFICIENT_DATA" else {
      let count = settings.evaluator.evaluationPeriods
      return "Insufficient Data: \(AlarmReason.counted(count, "datapoint")) "
        + "\(count == 1 ? "was" : "were") unknown."
    }
    guard !points.isEmpty else {
      let treated =
        settings.evaluator.missingData == .breaching ? "[Breaching]" : "[NonBreaching]"
      return "Threshold Crossed: no datapoints were received for "
        + "\(AlarmReason.counted(missing, "period")) and "
        + "\(AlarmReason.counted(missing, "missing datapoint")) "
        + "\(missing == 1 ? "was" : "were") treated as \(treated)."
    }
    let isAlarm = new == "ALARM"
    let shown = points.filter { settings.evaluator.breaches($0.value) == isAlarm }
    let listed = (shown.isEmpty ? points : shown).reversed()
      .map { "\(AlarmReason.number($0.value)) (\(AlarmReason.date($0.minute)))" }
    let values = listed.joined(separator: ", ")
    let verb = (listed.count == 1 ? "was" : "were") + (isAlarm ? "" : " not")
    let comparison =
      "\(verb) \(settings.evaluator.comparison.words) the threshold "
      + "(\(AlarmReason.number(settings.evaluator.threshold)))"
    guard settings.hasDatapointsToAlarm else {
      return "Threshold Crossed: \(AlarmReason.counted(listed.count, "datapoint")) [\(values)] "
        + "\(comparison)."
    }
    let periods = settings.evaluator.evaluationPeriods
    let minimum =
      isAlarm
      ? settings.evaluator.datapointsToAlarm
      : periods - settings.evaluator.datapointsToAlarm + 1
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
  private static func date(_ minute: Int64) -> String {
    let date = CalendarDate(Instant(milliseconds: minute * 60_000))
    let day = [date.day, date.month, date.year % 100].map { Instant.padded($0, 2) }
    return "\(day.joined(separator: "/")) \(Instant.padded(date.hour, 2)):"
      + "\(Instant.padded(date.minute, 2)):\(Instant.padded(date.second, 2))"
  }

  /// The data, as CloudWatch gives them.
  func data(at now: Instant) -> JSON {
    let start = points.first.map { Instant(milliseconds: $0.minute * 60_000) } ?? now
    var data: JSONObject = [
      "version": "1.0", "queryDate": .string(AlarmReason.stamp(now)),
      "startDate": .string(AlarmReason.stamp(start)),
    ]
    if let unit = settings.json["Unit"] { data["unit"] = unit }
    data["statistic"] = .string(settings.statistic)
    data["period"] = JSON(settings.period)
    data["recentDatapoints"] = .array(points.map { JSON($0.value) })
    data["threshold"] = JSON(settings.evaluator.threshold)
    data["evaluatedDatapoints"] = .array(
      points.reversed().map { point in
        [
          "timestamp": .string(
            AlarmReason.stamp(Instant(milliseconds: point.minute * 60_000))
          ),
          "sampleCount": JSON(point.sampleCount), "value": JSON(point.value),
        ]
      }
    )
    return .object(data)
  }

  /// A moment as CloudWatch writes it inside documents, such as `2026-01-02T03:04:05.678+0000`.
  static func stamp(_ time: Instant) -> String { time.iso8601.dropLast() + "+0000" }
}
