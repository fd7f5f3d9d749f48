internal import CustomerDomain
internal import Dashboard

/// Asks how grave a line is.
enum LogLevelTest {
  /// Whether a message's level stands so to another one; a line without a level stands to none.
  static func holds(
    _ relation: LogFilter.Relation,
    _ level: LogEvent.Level,
    _ message: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let found = LogEvent.Level(ofMessage: String(decoding: message, as: UTF8.self)) else {
      return false
    }
    return switch relation {
    case .equal: found == level
    case .notEqual: found != level
    case .less: found < level
    case .atMost: found <= level
    case .more: found > level
    case .atLeast: found >= level
    }
  }
}
