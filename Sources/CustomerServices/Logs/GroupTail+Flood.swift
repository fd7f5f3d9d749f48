internal import AWSWire

extension GroupTail {
  /// Whether what is new waits to be read while more comes than late scans can be made beside.
  ///
  /// A late scan of a flood reads as much as came since the last one; what is new would fall behind
  /// for as long.
  func isFlooded(_ options: LogTail.Options, at now: Instant) -> Bool {
    guard let knownUpTo, now - knownUpTo > 2 * options.fastestPace else { return false }
    return rate.perSecond(at: now) > options.lateRate
  }
}
