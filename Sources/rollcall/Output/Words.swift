internal import AWSWire

/// Lengths of time as commands print them.
enum Words {
  /// A length in milliseconds, such as `3 ms`, `0.2 s` or `4 m`.
  static func duration(milliseconds: Double) -> String {
    switch milliseconds {
    case ..<1: "<1 ms"
    case ..<100: "\(Int(milliseconds)) ms"
    case ..<60_000: "\((milliseconds / 100).rounded() / 10) s"
    case ..<3_600_000: "\(Int(milliseconds / 60_000)) m"
    case ..<86_400_000: "\(Int(milliseconds / 3_600_000)) h"
    default: "\(Int(milliseconds / 86_400_000)) d"
    }
  }

  /// How long ago something was.
  static func age(of instant: Instant, at now: Instant) -> String {
    duration(milliseconds: Double(max(0, now - instant)))
  }
}
