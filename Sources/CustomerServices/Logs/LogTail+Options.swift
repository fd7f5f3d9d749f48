extension LogTail {
  /// How a tail reads; all times are in milliseconds.
  package struct Options: Hashable, Sendable {
    /// The filter pattern; `nil` for all events.
    package var filter: String?
    /// How long after its time an event may be there for a recent scan to find it.
    package var overlap: Int64 = 10_000
    /// How many events the overlap should hold at most; it is shortened in a flood.
    package var overlapEvents = 2000
    /// How short it may become: what is written at once comes within some milliseconds.
    package var leastOverlap: Int64 = 20
    /// How late events may come; what comes later is shown only if it is read by chance.
    package var lateness: Int64 = 330_000
    /// How long between two late scans, at least.
    package var lateInterval: Int64 = 60_000
    /// How long between two rounds while events come.
    package var fastestPace: Int64 = 1000
    /// How long between two rounds while none come.
    package var slowestPace: Int64 = 5000
    /// Whether Live Tail tells when there is something to read.
    package var usesLiveTail = false
    /// How long between two rounds of all groups while Live Tail stands, at most.
    package var livePace: Int64 = 30_000
    /// How many calls a second at most; `nil` for no limit.
    package var callsPerSecond: Double? = 2
    /// How many calls at once.
    package var concurrency = 2
    /// How many ids of one group are remembered; beyond, late scans reach less far back.
    ///
    /// It is enough for `lateRate`.
    package var rememberedEvents = 2_000_000
    /// How many events a second of one group there may be for its late scans to go on while what is
    /// new waits; beyond, they wait.
    package var lateRate = 5000.0
    /// How many events are shown without waiting for the round's end.
    package var batchSize = 5000
    /// How long events wait for a group that does not answer.
    package var patience: Int64 = 1000
    /// How far behind a group may fall before time is skipped; `nil` for any distance.
    package var greatestLag: Int64?

    /// How long the call budget makes a call last, at least.
    var timePerCall: Int64 { callsPerSecond.map { Int64((1000 / $0).rounded(.up)) } ?? 0 }

    /// Makes options that stay well below AWS's limits, which all users of an account share.
    package init() {}

    /// Options for AWS.
    package static let aws: Options = {
      var options = Options()
      // After a long outage the last minutes come first, and what lies before them later.
      options.greatestLag = 600_000
      return options
    }()

    /// Options for the local cloud, which has no limits and shows events at once.
    package static let localCloud: Options = {
      var options = Options()
      options.overlap = 2000
      options.lateInterval = 10_000
      options.fastestPace = 100
      options.slowestPace = 500
      options.livePace = 5000
      options.callsPerSecond = nil
      options.concurrency = 8
      return options
    }()
  }
}
