internal import CustomerDomain

/// What was found in an alarm's window, or in those of several: what failed and what took long, which
/// are ordered each in its own way.
struct Findings: Sendable {
  /// What failed, in any order; some of it may be here more than once.
  private(set) var failed: [Incident] = []
  /// What is told for how long it took, in any order; some of it may be here more than once.
  private(set) var slow: [Incident] = []
  /// Whether how long something takes is asked for, found or not.
  private(set) var isAboutTime = false
  /// Whether there may be more than was found.
  var isCut = false

  /// Makes findings of nothing.
  init(isCut: Bool = false) { self.isCut = isCut }

  /// Whether nothing was found.
  var isEmpty: Bool { failed.isEmpty && slow.isEmpty }

  /// Takes what was found for one metric.
  mutating func add(_ part: Part<[Incident]>, isAboutTime: Bool) {
    if isAboutTime { slow += part.value } else { failed += part.value }
    self.isAboutTime = self.isAboutTime || isAboutTime
    isCut = isCut || part.isCut
  }

  /// Takes what was found for another alarm.
  mutating func add(_ other: Findings) {
    failed += other.failed
    slow += other.slow
    isAboutTime = isAboutTime || other.isAboutTime
    isCut = isCut || other.isCut
  }

  /// All of it, each once: what failed, the newest first, and then the rest, the slowest first.
  var ordered: [Incident] {
    let newest = failed.merged(newestFirst: true, limit: .max)
    let slowest = slow.sorted { ($0.milliseconds, $0.at, $0.id) > ($1.milliseconds, $1.at, $1.id) }
    return (newest + slowest).merged(newestFirst: false, limit: .max)
  }

  /// By what that is ordered.
  var told: Explanation.Told {
    if !isAboutTime { return .newest }
    return failed.isEmpty ? .slowest : slow.isEmpty ? .newest : .first
  }
}

extension Incident {
  /// How long a request or an invocation took, in milliseconds; 0 where that is not known.
  fileprivate var milliseconds: Double {
    request?.latencyMilliseconds.map(Double.init) ?? invocations.last?.durationMilliseconds ?? 0
  }
}

extension Explanation {
  /// Tells the first of what was found, in its order, and how much that was.
  mutating func tell(_ findings: Findings) {
    tell(findings.ordered, findings.told, isCut: findings.isCut)
  }
}
