internal import AWSWire

/// When a rule fires by itself: `rate(5 minutes)` or `cron(0 12 * * ? *)`, in UTC.
///
/// Source: EventBridge User Guide, "Creating a rule that runs on a schedule". A pure value.
enum Schedule: Hashable, Sendable {
  /// Every so many milliseconds.
  case rate(Int64)
  /// At the minutes that the six fields allow.
  case cron(CronExpression)

  /// Reads an expression; `nil` where it is not valid.
  init?(_ text: String) {
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else { return nil }
    let body = text[text.index(after: open)...].dropLast()
    switch text[..<open] {
    case "rate":
      let parts = body.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2, let value = Int64(parts[0]), (1...10_000_000).contains(value),
        let unit = Schedule.unit(parts[1], isOne: value == 1)
      else { return nil }
      self = .rate(value * unit)
    case "cron":
      guard let cron = CronExpression(body) else { return nil }
      self = .cron(cron)
    default: return nil
    }
  }

  /// The length of a unit in milliseconds; one takes the singular, more the plural.
  private static func unit(_ word: Substring, isOne: Bool) -> Int64? {
    switch word {
    case "minute" where isOne, "minutes" where !isOne: 60_000
    case "hour" where isOne, "hours" where !isOne: 3_600_000
    case "day" where isOne, "days" where !isOne: 86_400_000
    default: nil
    }
  }

  /// Finds the first firing after `now`.
  ///
  /// - Parameters:
  ///   - now: the moment that the firing comes after.
  ///   - anchor: when the rule was made, from which a rate counts.
  /// - Returns: the moment; `nil` where there is none any more.
  func next(after now: Instant, anchor: Instant) -> Instant? {
    switch self {
    case .rate(let period):
      guard now >= anchor else { return anchor + period }
      return anchor + ((now - anchor) / period + 1) * period
    case .cron(let cron): return cron.next(after: now)
    }
  }
}
