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

  /// How long a late scan leaves to the next one, in milliseconds, where ids are forgotten sooner than
  /// events may come late; `nil` where they are remembered for long enough.
  ///
  /// A scan of all that is remembered would then come too seldom for what is forgotten next. Late scans
  /// sweep instead: each moment is read once more, late enough for most of what comes late, and early
  /// enough for what was shown of it to be known.
  func sweepTime(_ options: LogTail.Options, at now: Instant) -> Int64? {
    let perSecond = max(1, rate.perSecond(at: now))
    let remembered = Int64(Double(options.rememberedEvents) * 1000 / perSecond)
    // Half of the ids may just have been forgotten, a sweep waits for its turn, and it takes its time.
    return remembered < options.lateness ? remembered / 6 : nil
  }
}
