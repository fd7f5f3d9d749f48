/// What is known of the time before all that was read, and how reading what was not read stands.
package enum LogPast: Hashable, Sendable, Codable {
  /// The service may have older ones; `Effect.readOlderLogs(_:number:)` reads them.
  case unread
  /// Some are being read, from there or of a gap.
  case reading
  /// The service has none that are older.
  case end
  /// Reading them failed; why, in words.
  case failed(String)
}
