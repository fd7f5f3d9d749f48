internal import AWSWire

/// How long ago something was, in steps, so that a still screen stays still.
enum Age {
  /// Milliseconds from which on the age is shown in steps of the second number.
  private static let steps: [(from: Int64, step: Int64)] = [
    (0, 5000), (5000, 5000), (60_000, 60_000), (3_600_000, 3_600_000), (172_800_000, 86_400_000),
  ]

  /// The age in words of at most five columns, such as `now`, `15 s`, `2 m`.
  static func text(_ since: Instant, now: Instant) -> String {
    let age = max(0, now - since)
    switch age {
    case ..<5000: return "now"
    case ..<60_000: return "\(age / 5000 * 5) s"
    case ..<3_600_000: return "\(age / 60_000) m"
    case ..<172_800_000: return "\(age / 3_600_000) h"
    default: return "\(min(9999, age / 86_400_000)) d"
    }
  }

  /// When the words change next.
  static func nextChange(_ since: Instant, now: Instant) -> Instant {
    let age = max(0, now - since)
    let step = steps.last { age >= $0.from }?.step ?? 5000
    return since + (age / step + 1) * step
  }
}
