package import CustomerDomain

/// A piece of the list of runs that goes further back than what is listed again and again.
package struct OlderPage: Hashable, Sendable, Codable {
  /// The status that was asked for; `nil` for all.
  package let status: Execution.Status?
  /// What it was asked for with; `nil` for the first piece.
  package let after: String?
  /// The runs.
  package let executions: [Execution]
  /// What the next piece is asked for with; `nil` where there is none.
  package let next: String?

  /// Makes a piece.
  package init(
    status: Execution.Status?,
    after: String? = nil,
    executions: [Execution],
    next: String?
  ) {
    self.status = status
    self.after = after
    self.executions = executions
    self.next = next
  }
}

/// How far back runs were read, piece by piece; a pure value.
struct OlderRuns: Hashable, Sendable {
  /// The most runs that are kept besides the newest.
  static let limit = 5000
  /// How many pieces one key asks for at most while nothing of them is shown.
  private static let patience = 10

  /// The status that the pieces are asked for with.
  private(set) var status: Execution.Status?
  /// Whether a piece is on its way.
  private(set) var isReading = false
  /// Whether there are no older ones, or no more are kept.
  private(set) var isComplete = false
  /// Whether older ones are not kept, as those that were read are as many as may be.
  private(set) var isFull = false
  /// Why a piece could not be read.
  private(set) var failure: ServiceFailure?
  private var token: String?
  /// How many pieces may still be asked for.
  private var budget = 0

  /// Whether anything was read.
  var hasBegun: Bool { token != nil || isComplete }

  /// Makes a reading that has not begun.
  init(status: Execution.Status? = nil) { self.status = status }

  /// Somebody went to the end of the list.
  mutating func reachEnd() {
    budget = OlderRuns.patience
    failure = nil
  }

  /// What to ask for now, where more rows would be seen; `nil` for nothing.
  mutating func next(isEndInSight: Bool) -> Effect? {
    guard isEndInSight, budget > 0, !isReading, !isComplete, failure == nil else { return nil }
    budget -= 1
    isReading = true
    return .listOlder(status: status, after: token)
  }

  /// Takes note of a piece that came; only the one that is waited for goes on where this reading is.
  mutating func take(_ page: OlderPage, isFull: Bool, isPast: Bool) -> Bool {
    guard isAwaited(status: page.status, after: page.after) else { return false }
    isReading = false
    failure = nil
    token = page.next
    self.isFull = isFull
    isComplete = page.next == nil || isFull || isPast
    return true
  }

  /// Takes note of one that did not come, and says whether it was waited for.
  mutating func fail(_ failure: ServiceFailure, status: Execution.Status?, after: String?) -> Bool {
    guard isAwaited(status: status, after: after) else { return false }
    isReading = false
    budget = 0
    self.failure = failure
    return true
  }

  /// Takes note that the oldest of those that were read were let go.
  mutating func fill() {
    isFull = true
    isComplete = true
  }

  private func isAwaited(status: Execution.Status?, after: String?) -> Bool {
    isReading && status == self.status && after == token
  }
}
