package import AWSWire

extension Instant {
  /// How many milliseconds have passed since `start`; never less than none, however odd the clocks.
  package func passed(since start: Instant) -> Int64 {
    let (passed, isTooLong) = milliseconds.subtractingReportingOverflow(start.milliseconds)
    return isTooLong ? (milliseconds > start.milliseconds ? .max : 0) : max(0, passed)
  }
}
