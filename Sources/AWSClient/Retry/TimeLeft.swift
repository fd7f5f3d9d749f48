/// What is left of the time that a call may take, all its attempts together.
struct TimeLeft: Sendable {
  private let limit: Duration?
  private let start: Duration
  private let pacer: any Pacer

  /// Begins to count; without a limit there is always time.
  init(_ limit: Duration?, _ pacer: any Pacer) {
    self.limit = limit
    self.pacer = pacer
    start = pacer.elapsed
  }

  /// How long it took so far.
  var spent: Duration { pacer.elapsed - start }

  /// What is left; `nil` where there is no limit.
  var duration: Duration? { limit.map { max(.zero, $0 - spent) } }
}

extension HTTPRequest.Timeouts {
  /// These limits, and no more than what is left.
  func within(_ timeLeft: TimeLeft) -> HTTPRequest.Timeouts {
    // To libcurl, zero would mean no limit.
    guard let left = timeLeft.duration.map({ max($0, .milliseconds(1)) }) else { return self }
    var timeouts = self
    timeouts.total = min(total ?? left, left)
    timeouts.connect = min(connect, left)
    return timeouts
  }
}
