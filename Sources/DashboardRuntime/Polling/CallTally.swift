package import Dashboard

/// The calls of the last minute, by service; a pure value.
package struct CallTally: Sendable {
  /// Who is called, as far as a request tells.
  private enum Service: String, CaseIterable {
    case stepFunctions = "Step Functions"
    case logs = "Logs"
    case cloudWatch = "CloudWatch"
    case other = "API and others"

    /// By `x-amz-target`, such as `AWSStepFunctions.ListExecutions`.
    init(target: String?) {
      let target = target ?? ""
      self =
        target.hasPrefix("AWSStepFunctions")
        ? .stepFunctions
        : target.hasPrefix("Logs_")
          ? .logs : target.hasPrefix("GraniteServiceVersion") ? .cloudWatch : .other
    }

    /// Millionths of a US dollar a call costs; `nil` where there is no price a call.
    ///
    /// CloudWatch takes $0.01 for 1,000 requests or 1,000 metrics of GetMetricData
    /// (aws.amazon.com/cloudwatch/pricing).
    var microdollars: Int? { self == .cloudWatch ? 10 : nil }
  }

  private static let minute = 60
  /// Live Tail takes $0.01 for each minute that a session stands (aws.amazon.com/cloudwatch/pricing).
  private static let sessionMicrodollarsPerHour = 600_000
  private var sessions = 0
  private var calls: [(second: Int, service: Service, metrics: Int)] = []

  /// No calls yet.
  package init() {}

  /// Counts a call whose header `x-amz-target` says `target`, and which asks for so many metrics.
  package mutating func count(target: String?, metrics: Int = 1, second: Int) {
    // Seldom, so that dropping the old ones costs next to nothing a call.
    if let first = calls.first, first.second <= second - 2 * CallTally.minute {
      calls.removeAll { $0.second <= second - CallTally.minute }
    }
    calls.append((second, Service(target: target), max(1, metrics)))
  }

  /// Counts a session of Live Tail as open.
  package mutating func sessionOpened() { sessions += 1 }

  /// Counts it no more.
  package mutating func sessionEnded() { sessions = max(0, sessions - 1) }

  /// How often each service that was called was called.
  package func rates(second: Int) -> [CallRate] {
    let recent = calls.filter { $0.second > second - CallTally.minute }
    let live =
      sessions == 0
      ? []
      : [
        CallRate(
          openSessions: sessions,
          of: "Live Tail",
          microdollarsPerHour: sessions * CallTally.sessionMicrodollarsPerHour
        )
      ]
    return live
      + Service.allCases.compactMap { service in
        let own = recent.filter { $0.service == service }
        guard !own.isEmpty else { return nil }
        let metrics = own.reduce(0) { $0 + $1.metrics }
        return CallRate(
          service: service.rawValue,
          perMinute: own.count,
          microdollarsPerHour: service.microdollars.map { $0 * metrics * 60 }
        )
      }
  }
}
