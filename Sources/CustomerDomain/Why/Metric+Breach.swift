extension Alarm.Metric {
  /// Whether a value is out of bounds.
  package func breaches(_ value: Double) -> Bool {
    switch comparison {
    case "GreaterThanOrEqualToThreshold": value >= threshold
    case "GreaterThanThreshold": value > threshold
    case "LessThanThreshold": value < threshold
    case "LessThanOrEqualToThreshold": value <= threshold
    default: false
    }
  }
}
