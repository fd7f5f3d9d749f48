internal import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Searching log groups for lines.
extension WhyService {
  /// What is searched for in one group.
  struct LineSearch: Sendable {
    /// The group's full name.
    var group: String
    /// The filter pattern; `nil` for all lines.
    var pattern: String?
    /// The streams, 100 at most; all of them where none is named.
    var streams: [String] = []
    /// Where to search.
    var window: Explanation.Window
    /// The most pages that are read; empty ones count, too.
    var pages = 5
  }

  /// How many groups are searched at once; FilterLogEvents is limited to 5 calls a second.
  private static let searchesAtOnce = 5
  /// The longest text that a pattern searches for whole, in bytes; a pattern has at most 1,024.
  private static let longestTerm = 400

  /// The words by which functions and runtimes tell that something failed.
  static let errorPattern =
    #"?ERROR ?FATAL ?CRITICAL ?Traceback ?"Task timed out" ?"Status: timeout" ?"Status: error" "#
    + #"?"Runtime exited""#

  /// The lines that are found, oldest first.
  ///
  /// - Throws: `ServiceFailure`; `CancellationError`.
  func lines(_ search: LineSearch) async throws -> Part<[LogEvent]> {
    var input: JSON = [
      "logGroupName": .string(search.group),
      "startTime": JSON(Int(max(0, search.window.from.milliseconds))),
      "endTime": JSON(Int(max(0, search.window.to.milliseconds))), "limit": 10_000,
    ]
    input["filterPattern"] = search.pattern.map(JSON.string)
    if !search.streams.isEmpty {
      input["logStreamNames"] = .array(search.streams.map(JSON.string))
    }
    var events: [LogEvent] = []
    var left = search.pages
    var isCut = false
    let secret = logs.mask.secret
    try await access.readPages(
      .logs,
      "FilterLogEvents",
      input,
      for: .init("search log", search.group)
    ) { page in
      events += (page["events"]?.array ?? []).compactMap {
        LogEvent(wire: $0, group: search.group, hiding: secret)
      }
      left -= 1
      isCut = left <= 0 && page["nextToken"]?.string?.isEmpty == false
      return left > 0
    }
    let note = "\(search.group) holds more than was searched: the newest lines may be missing"
    return Part(value: events.sorted(), notes: isCut ? [note] : [], isCut: isCut)
  }

  /// The same in several groups at once; a group that cannot be searched becomes a note, and one that
  /// does not exist holds nothing.
  ///
  /// - Throws: `CancellationError`.
  func lines(_ searches: [LineSearch]) async throws -> Part<[LogEvent]> {
    try await withThrowingTaskGroup(of: (Int, Part<[LogEvent]>).self) { group in
      var parts: [Int: Part<[LogEvent]>] = [:]
      for (index, search) in searches.enumerated() {
        if index >= Self.searchesAtOnce, let (done, part) = try await group.next() {
          parts[done] = part
        }
        group.addTask {
          do {
            return (index, try await lines(search))
          } catch let failure as ServiceFailure {
            guard failure.kind != .notFound else { return (index, Part(value: [])) }
            return (index, Part(value: [], notes: [failure.description], isCut: true))
          }
        }
      }
      for try await (done, part) in group { parts[done] = part }
      let ordered = searches.indices.compactMap { parts[$0] }
      return Part(
        value: ordered.flatMap(\.value).sorted(),
        notes: ordered.flatMap(\.notes),
        isCut: ordered.contains(where: \.isCut)
      )
    }
  }

  /// A pattern for lines with any of the texts in them.
  static func pattern(anyOf texts: [String]) -> String {
    texts.map { "?" + quoted($0) }.joined(separator: " ")
  }

  /// A pattern for JSON lines whose member `id` is that text; of a long one its beginning.
  static func pattern(ofCustomer id: String) -> String {
    guard id.utf8.count > longestTerm else { return "{ $.id = \(quoted(id)) }" }
    return "{ $.id = \(quoted(String(id.unicodeScalars.prefix(80)) + "*")) }"
  }

  /// A term of a filter pattern that is the text itself.
  static func quoted(_ text: String) -> String {
    "\"" + text.flatMap { "\"\\".contains($0) ? ["\\", $0] : [$0] } + "\""
  }
}

/// Reading the lines of exactly one request.
extension WhyService {
  /// How long an invocation may take, in milliseconds, and its lines may be late.
  static let invocationReach: Int64 = 960_000
  /// How far the clocks of a function's host and of the log may be apart, in milliseconds.
  private static let slack: Int64 = 2000

  /// The lines of an invocation from its start to its report, whether or not each names the request.
  ///
  /// One stream holds one invocation at a time, so all lines between the two belong to it.
  ///
  /// - Parameters:
  ///   - id: the invocation's request id.
  ///   - groups: where it may have been made.
  ///   - window: when it may have been made.
  /// - Returns: the lines, oldest first; none where it is in none of the groups.
  /// - Throws: `CancellationError`.
  func requestLines(
    _ id: String,
    in groups: [String],
    _ window: Explanation.Window
  ) async throws -> Part<[LogEvent]> {
    let named = try await lines(
      groups.map { LineSearch(group: $0, pattern: Self.quoted(id), window: window) }
    )
    // A group whose lines only mention the id, such as the workflow's, is not the function's own.
    let own = named.value.filter { LineTrail($0.message).requestID == id }
    guard let first = own.first(where: { $0.message.hasPrefix("START ") }) ?? own.first,
      let last = own.last(where: { $0.group == first.group && $0.stream == first.stream })
    else { return Part(value: [], notes: named.notes) }
    let rest = try await lines([
      LineSearch(
        group: first.group,
        streams: [first.stream],
        window: .init(from: first.timestamp, to: last.timestamp + Self.slack),
        pages: 2
      )
    ])
    let mine = own.filter { $0.group == first.group && $0.stream == first.stream }
    return Part(
      value: Self.cut(rest.value, to: id) ?? mine,
      notes: named.notes + rest.notes
    )
  }

  /// The lines of a stream that belong to a request: from its start until its report, and what names
  /// it after that; `nil` where its start is not among them.
  static func cut(_ lines: [LogEvent], to id: String) -> [LogEvent]? {
    guard let start = lines.firstIndex(where: { $0.message.hasPrefix("START RequestId: \(id)") })
    else { return nil }
    let next = lines[(start + 1)...].firstIndex { $0.message.hasPrefix("START RequestId: ") }
    let own = lines[start..<(next ?? lines.endIndex)]
    guard let end = own.firstIndex(where: { $0.message.hasPrefix("REPORT RequestId: \(id)") })
    else { return Array(own) }
    return own[...end] + own[(end + 1)...].filter { $0.message.contains(id) }
  }
}
