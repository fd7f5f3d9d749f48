package import AWSWire

/// How long ago something was, in steps, so that a still screen stays still.
package struct Age: Sendable {
  /// One way of telling an age: in steps of so many milliseconds from so many on.
  private let steps: [(from: Int64, step: Int64)]
  /// What is younger than the first step.
  private let youngest: String

  /// Of something that happened: `now`, `15 s`, `2 m`.
  package static let event = Age(firstStep: 5000, youngest: "now")

  /// Of data that is fetched again and again: where that goes well, the words stay the same.
  package static let data = Age(firstStep: 10_000, youngest: "<10 s")

  private init(firstStep: Int64, youngest: String) {
    self.youngest = youngest
    steps = [
      (0, firstStep), (60_000, 60_000), (3_600_000, 3_600_000), (172_800_000, 86_400_000),
    ]
  }

  /// The age in words of at most five columns.
  package func text(_ since: Instant, now: Instant) -> String {
    let age = now.passed(since: since)
    let seconds = steps[0].step
    switch age {
    case ..<seconds: return youngest
    case ..<60_000: return "\(age / seconds * seconds / 1000) s"
    case ..<3_600_000: return "\(age / 60_000) m"
    case ..<172_800_000: return "\(age / 3_600_000) h"
    default: return "\(min(9999, age / 86_400_000)) d"
    }
  }

  /// When the words change next.
  package func nextChange(_ since: Instant, now: Instant) -> Instant {
    let age = now.passed(since: since)
    let step = steps.last { age >= $0.from }?.step ?? steps[0].step
    return now + (step - age % step)
  }
}
