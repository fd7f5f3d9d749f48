/// The units that CloudWatch knows, in the order its model has them.
enum MetricUnit {
  /// The values that `Unit` may have; `None` is that of what has no unit.
  static let all = [
    "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes",
    "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count",
    "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second",
    "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second",
    "Terabits/Second", "Count/Second", "None",
  ]

  private static let known = Set(all)

  /// Whether a unit is one of them.
  static func has(_ unit: String) -> Bool { known.contains(unit) }
}
