internal import CustomerDomain

extension [LogEvent] {
  /// Each event once, oldest first.
  func uniqued() -> [LogEvent] {
    var seen: Set<String> = []
    return filter { seen.insert($0.id).inserted }.sorted()
  }
}

extension [String] {
  /// Each once, in the order they first come.
  func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
