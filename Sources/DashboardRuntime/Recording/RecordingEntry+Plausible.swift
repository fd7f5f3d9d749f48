internal import AWSWire
internal import Dashboard

// A recording may be damaged, or come from somebody who wants it to do harm. What is counted and
// measured goes into sums, which must not overflow.

extension RecordingEntry {
  /// Whether its numbers are such as a dashboard can have.
  var isPlausible: Bool {
    switch content {
    case .opened(let header): header.isPlausible
    case .event(let event): event.isPlausible
    case .theme, .end: true
    }
  }
}

extension RecordingHeader {
  /// Whether its numbers are such as a dashboard can have.
  var isPlausible: Bool { Plausible.offsets.contains(opening.utcOffsetMinutes) }
}

extension DashboardEvent {
  /// Whether its numbers are such as a dashboard can have.
  fileprivate var isPlausible: Bool {
    switch self {
    case .zoneChanged(let minutes): Plausible.offsets.contains(minutes)
    case .saveProgressed(let progress):
      [progress.done, progress.expected ?? 0].allSatisfy(Plausible.counts.contains)
    case .logsWindowed(let window): window.isPlausible
    default: true
    }
  }
}

extension LogWindow {
  /// Whether its numbers are such as a dashboard can have.
  fileprivate var isPlausible: Bool {
    let counts = [olderCount, newerCount, total, arrived, searched]
    guard counts.allSatisfy(Plausible.counts.contains) else { return false }
    guard let histogram else { return true }
    return Plausible.steps.contains(histogram.step) && histogram.bins.count <= 100_000
      && histogram.bins.allSatisfy { bin in
        [bin.total, bin.errors].allSatisfy(Plausible.counts.contains)
      }
  }
}

/// What numbers of a dashboard lie between.
private enum Plausible {
  /// Minutes that a clock is off UTC.
  static let offsets = -1440...1440
  /// How many rows there are.
  static let counts = 0...1_000_000_000_000
  /// The length of a step, in milliseconds.
  static let steps: ClosedRange<Int64> = 1...1_000_000_000_000
}
