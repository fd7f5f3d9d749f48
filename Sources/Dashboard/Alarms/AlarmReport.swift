package import AWSWire
package import CustomerDomain
internal import Terminal

/// What is known of an opened alarm beyond its row; made away from the thread that draws.
package struct AlarmReport: Hashable, Sendable, Codable {
  /// What an alarm watches over a span of time.
  package struct Metrics: Hashable, Sendable, Codable {
    /// What the alarm watches, and what goes into that.
    let series: [MetricSeries]
    /// The moment at which the span begins.
    let from: Instant
    /// The moment at which the span ends.
    let to: Instant

    /// Makes them.
    package init(series: [MetricSeries], from: Instant, to: Instant) {
      self.series = series
      self.from = from
      self.to = to
    }
  }

  /// The alarm's name.
  package let name: String
  /// The history, the newest first; `nil` where it is not known.
  private(set) var history: [AlarmHistoryRow]?
  /// What it watches; `nil` where that is not known, or there is nothing.
  private(set) var metrics: Metrics?
  /// Whom it tells; `nil` where that is not known.
  package private(set) var topics: [NotifiedTopic]?
  /// Why something is not known, or not as it is now.
  package private(set) var failures: [ServiceFailure]
  /// When what is not known is read again, other than what is not permitted; `nil` where it is not, or
  /// nothing failed.
  package var retryAt: Instant?

  /// Makes a report of what could be read.
  package init(
    name: String,
    history: [AlarmHistoryItem]? = nil,
    metrics: Metrics? = nil,
    topics: [NotifiedTopic]? = nil,
    failures: [ServiceFailure] = []
  ) {
    self.name = name
    self.history = history.map { items in
      items.sorted { $0.timestamp > $1.timestamp }.map(AlarmHistoryRow.init)
    }
    self.metrics = metrics
    self.topics = topics
    self.failures = failures
  }

  /// Tells failures of before, too, whose parts were not read again; the same is told once.
  package mutating func alsoTell(_ earlier: [ServiceFailure]) {
    failures += earlier.filter { earlier in
      !failures.contains { $0.action == earlier.action && $0.code == earlier.code }
    }
  }

  /// When what failed so is read again; `nil` where it is not.
  func retryAt(after failure: ServiceFailure) -> Instant? {
    failure.isAccessDenied ? nil : retryAt
  }

  /// Keeps what was known before where it could not be read now.
  mutating func complete(with earlier: AlarmReport?) {
    history = history ?? earlier?.history
    metrics = metrics ?? earlier?.metrics
    topics = topics ?? earlier?.topics
  }
}

/// One entry of an alarm's history as a row.
struct AlarmHistoryRow: Hashable, Sendable, Codable {
  /// When it happened.
  let timestamp: Instant
  /// The kind of entry, in a word.
  let type: SafeText
  /// What happened, cut at 2,000 columns.
  let summary: SafeText

  /// Makes an entry ready for the screen.
  init(_ item: AlarmHistoryItem) {
    timestamp = item.timestamp
    type = SafeText(AlarmWords.historyType(item.type), columns: 0..<40)
    summary = SafeText(AlarmWords.history(item), columns: 0..<2000)
  }
}
