@testable import Dashboard

extension Effect {
  /// What is to be read of the log, where that is what is asked for.
  var reading: LogReading? {
    if case .readOlderLogs(let reading, number: _) = self { reading } else { nil }
  }
}

extension [Effect] {
  /// Whether a part of the log that was not read is asked for.
  var readsOlder: Bool { contains { $0.reading != nil } }
}
