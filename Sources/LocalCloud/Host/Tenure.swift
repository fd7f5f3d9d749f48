/// Whether a process runs the cloud of a data folder, waits for its turn, or stays away.
///
/// A pure value: it takes what happened and answers what to do.
struct Tenure: Hashable, Sendable {
  /// Where the process stands.
  enum Phase: Hashable, Sendable {
    /// It does not run the cloud and does not wait to.
    case away
    /// It waits for the folder's lock.
    case waiting
    /// It has the lock and starts the cloud.
    case starting
    /// It runs the cloud.
    case running
  }

  /// What happened.
  enum Event: Hashable, Sendable {
    /// The process is to run the cloud as soon as no other does.
    case toldToStandBy
    /// The lock was taken.
    case tookLock
    /// The cloud serves.
    case started
    /// The cloud did not come to serve.
    case failed
    /// The pause after a failure is over.
    case rested
    /// The process is to leave the cloud to others until it is told to stand by.
    case toldToLetGo
    /// The process is to leave the cloud for good.
    case closed
  }

  /// What to do.
  enum Action: Hashable, Sendable {
    /// Wait for the folder's lock, and tell `tookLock` when it is there.
    case waitForLock
    /// Start the cloud, and tell `started` or `failed`.
    case start
    /// Leave the lock to another process.
    case dropLock
    /// Drop the lock, and tell `rested` after a pause.
    case rest(milliseconds: Int64)
    /// Hurry the start to its end, and wait for that.
    case endStart
    /// Stop the cloud, then drop the lock.
    case stop
  }

  /// Where the process stands.
  private(set) var phase: Phase
  private var isWilling = true
  private var isClosed = false
  private var failures = 0

  /// Begins where a process stands.
  init(_ phase: Phase) { self.phase = phase }

  private var wants: Bool { isWilling && !isClosed }

  /// Takes what happened and answers what to do, if anything.
  mutating func take(_ event: Event) -> Action? {
    switch event {
    case .toldToStandBy:
      isWilling = true
      return waitWhereAway()
    case .rested: return waitWhereAway()
    case .tookLock:
      phase = wants ? .starting : .away
      return wants ? .start : .dropLock
    case .started:
      failures = 0
      phase = wants ? .running : .away
      return wants ? nil : .stop
    case .failed:
      phase = .away
      failures += 1
      return wants ? .rest(milliseconds: Tenure.pause(after: failures)) : .dropLock
    case .toldToLetGo:
      isWilling = false
      return leave()
    case .closed:
      isClosed = true
      return leave()
    }
  }

  private mutating func waitWhereAway() -> Action? {
    guard phase == .away, wants else { return nil }
    phase = .waiting
    return .waitForLock
  }

  private mutating func leave() -> Action? {
    switch phase {
    case .away, .waiting: return nil
    case .starting: return .endStart
    case .running:
      phase = .away
      return .stop
    }
  }

  /// How long to wait after so many failures in a row: 100 ms, and twice as long each time, up to five
  /// seconds.
  private static func pause(after failures: Int) -> Int64 {
    min(5000, 50 << Int64(min(failures, 10)))
  }
}
