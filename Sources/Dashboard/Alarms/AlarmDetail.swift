internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What is known of an opened alarm beyond its row.
struct AlarmDetail: Hashable, Sendable {
  /// The alarm's name.
  var name: String
  /// The history, the newest first.
  var history: [AlarmHistoryRow]
  /// The metric's points, the oldest first.
  var points: [MetricPoint]
}

/// One entry of an alarm's history as a row.
struct AlarmHistoryRow: Hashable, Sendable {
  /// When it happened.
  let timestamp: Instant
  /// The kind of entry, in a word.
  let type: SafeText
  /// What happened, cut at 400 columns.
  let summary: SafeText

  /// Makes an entry ready for the screen.
  init(_ item: AlarmHistoryItem) {
    timestamp = item.timestamp
    type = SafeText(AlarmWords.historyType(item.type), columns: 0..<40)
    summary = SafeText(item.summary, columns: 0..<400)
  }
}
