internal import AWSWire

/// What became of a message on its way to one subscriber.
enum DeliveryState: String, Sendable {
  /// On its way, or waiting for its next try.
  case queued
  /// The mail server or the function has taken it.
  case sent
  /// Refused for good, or not taken until tries were given up.
  case failed
  /// Kept only: no mail server was configured when it was published.
  case unsent
  /// Kept only: nobody was subscribed.
  case unaddressed

  /// The state for people, with what went wrong at the last try and when the next one is.
  func words(reason: String?, due: Instant) -> String {
    switch self {
    case .queued: reason.map { "queued, next try \(due.iso8601): \($0)" } ?? "queued"
    case .sent: "sent"
    case .failed: reason.map { "failed: \($0)" } ?? "failed"
    case .unsent: "no server configured"
    case .unaddressed: "no subscriber"
    }
  }
}
