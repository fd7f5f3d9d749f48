package import CustomerDomain

/// A piece of the list of runs that goes further back than what is listed again and again.
package struct OlderPage: Hashable, Sendable {
  /// The status that was asked for; `nil` for all.
  package let status: Execution.Status?
  /// The runs.
  package let executions: [Execution]
  /// What the next piece is asked for with; `nil` where there is none.
  package let next: String?

  /// Makes a piece.
  package init(status: Execution.Status?, executions: [Execution], next: String?) {
    self.status = status
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
  /// Why a piece could not be read.
  private(set) var failure: ServiceFailure?
  private var token: String?
  /// How many pieces may still be asked for.
  private var budget = 0

  /// Whether anything was read.
  var hasBegun: Bool { token != nil || isComplete }

  /// Begins anew where another status is wanted.
  mutating func want(_ status: Execution.Status?) {
    if status != self.status { self = OlderRuns(status: status) }
  }

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

  /// Takes note of a piece that came; one for another status is not wanted any more.
  mutating func take(_ page: OlderPage, isFull: Bool, isPast: Bool) -> Bool {
    guard page.status == status else { return false }
    isReading = false
    token = page.next
    isComplete = page.next == nil || isFull || isPast
    return true
  }

  /// Takes note of one that did not come.
  mutating func fail(_ failure: ServiceFailure) {
    isReading = false
    budget = 0
    self.failure = failure
  }
}
