/// What is known of the time before all rows that are held.
package enum LogPast: Hashable, Sendable, Codable {
  /// The service may have older ones; `Effect.readOlderLogs(_:)` reads them.
  case unread
  /// Older ones are being read.
  case reading
  /// The service has none that are older.
  case end
  /// Reading older ones failed; why, in words.
  case failed(String)
}
