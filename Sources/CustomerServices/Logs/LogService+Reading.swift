package import AWSWire
package import CustomerDomain

/// Reading a stretch of time as the answers come.
extension LogService {
  /// One group's pages, of which the next is read when the one before was told.
  private struct Reader {
    let group: String
    var events: ArraySlice<LogEvent> = []
    /// The ids of the page before: at the seam of two pages the same event may come twice.
    var lastPage: Set<String> = []
    var token: String?
    var hasBegun = false

    var isAtEnd: Bool { hasBegun && token == nil }
    var needsPage: Bool { events.isEmpty && !isAtEnd }

    mutating func take(_ page: LogTail.Page) {
      let fresh = page.events.filter { !lastPage.contains($0.eventID) }.sorted()
      // Between two pages of a seam there may be empty ones.
      if !page.events.isEmpty { lastPage = Set(page.events.map(\.eventID)) }
      events = fresh[...]
      // A service that repeats itself would be asked for ever.
      token = page.token == token && hasBegun ? nil : page.token
      hasBegun = true
    }
  }

  /// Reads the events of a stretch of time from all groups, ordered by time, and tells them as the
  /// pages come; no more than a page of each group is held.
  ///
  /// - Parameters:
  ///   - groups: the groups' full names.
  ///   - since: the beginning, itself included.
  ///   - until: the end, itself included; `nil` for the present.
  ///   - filter: a filter pattern; `nil` for all events.
  ///   - deliver: takes events, ordered by time, none earlier than those before.
  /// - Throws: `ServiceFailure`; `CancellationError`; what `deliver` throws.
  package func read(
    _ groups: [String],
    since: Instant,
    until: Instant? = nil,
    filter: String? = nil,
    deliver: ([LogEvent]) async throws -> Void
  ) async throws {
    var readers = groups.map { Reader(group: $0) }
    while true {
      for index in readers.indices where readers[index].needsPage {
        let call = LogTail.Call(
          group: readers[index].group,
          from: since,
          to: until,
          filter: filter,
          token: readers[index].token,
          isLate: false
        )
        readers[index].take(try await fetch(call))
      }
      guard readers.contains(where: { !$0.events.isEmpty || !$0.isAtEnd }) else { return }
      // Up to where each group that goes on is known.
      let isWaiting = readers.contains { $0.needsPage }
      guard !isWaiting else { continue }
      let known = readers.filter { !$0.isAtEnd }.compactMap(\.events.last).min()
      var ready: [LogEvent] = []
      for index in readers.indices {
        let count =
          known.map { limit in readers[index].events.prefix { $0 <= limit }.count }
          ?? readers[index].events.count
        ready += readers[index].events.prefix(count)
        readers[index].events.removeFirst(count)
      }
      try await deliver(ready.sorted())
    }
  }
}
