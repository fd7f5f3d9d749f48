internal import JSONValue

/// What `StartLiveTail` was asked for.
struct LiveTailRequest: Sendable {
  /// The groups' names, and under them how they were asked for.
  let groups: [(name: String, identifier: String)]
  /// The whole names of the streams that are asked for; empty for any.
  let streamNames: [String]
  /// What the streams that are asked for begin with; empty for any.
  let streamPrefixes: [String]
  /// The filter pattern as it was written; `nil` where there was none.
  let patternText: String?
  private let pattern: FilterPattern

  private static let mostGroups = 10
  private static let mostStreams = 100

  /// Reads an input.
  ///
  /// - Throws: `CloudError` as `StartLiveTail` answers.
  init(_ input: CallInput, identity: CloudIdentity) throws {
    let identifiers = input.texts("logGroupIdentifiers")
    guard input.has("logGroupIdentifiers") else {
      throw input.fault("logGroupIdentifiers", nil, "Member must not be null")
    }
    try LiveTailRequest.demand(
      identifiers,
      "logGroupIdentifiers",
      atMost: LiveTailRequest.mostGroups,
      input
    )
    streamNames = input.texts("logStreamNames")
    streamPrefixes = input.texts("logStreamNamePrefixes")
    for (key, texts) in [
      ("logStreamNames", streamNames), ("logStreamNamePrefixes", streamPrefixes),
    ]
    where input.has(key) {
      try LiveTailRequest.demand(texts, key, atMost: LiveTailRequest.mostStreams, input)
    }
    guard streamNames.isEmpty || streamPrefixes.isEmpty else {
      throw LogsError.invalid(
        "logStreamNames and logStreamNamePrefixes are mutually exclusive parameters."
      )
    }
    guard identifiers.count == 1 || streamNames.isEmpty && streamPrefixes.isEmpty else {
      throw LogsError.invalid(
        "logStreamNames and logStreamNamePrefixes can be specified only with a single log group."
      )
    }
    groups = try identifiers.map { identifier in
      (try LogsService.groupName(of: identifier, in: identity), identifier)
    }
    patternText = input.text(optional: "logEventFilterPattern")
    pattern = try FilterPattern(patternText ?? "")
  }

  private static func demand(
    _ texts: [String],
    _ key: String,
    atMost most: Int,
    _ input: CallInput
  ) throws {
    let shown = "[\(texts.joined(separator: ", "))]"
    guard !texts.isEmpty else {
      throw input.fault(key, shown, "Member must have length greater than or equal to 1")
    }
    guard texts.count <= most else {
      throw input.fault(key, shown, "Member must have length less than or equal to \(most)")
    }
  }

  /// Whether lines of a stream are asked for.
  func wants(group: String, stream: String) -> Bool {
    guard groups.contains(where: { $0.name == group }) else { return false }
    if !streamNames.isEmpty { return streamNames.contains(stream) }
    return streamPrefixes.isEmpty || streamPrefixes.contains { stream.hasPrefix($0) }
  }

  /// Whether a line passes the pattern.
  func matches(_ message: String) -> Bool { pattern.matches(message) }

  /// What the session says at its start.
  func sessionStart(requestID: String, sessionID: String) -> JSON {
    func texts(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }
    var start: JSON = [
      "requestId": .string(requestID), "sessionId": .string(sessionID),
      "logGroupIdentifiers": texts(groups.map(\.identifier)),
      "logStreamNames": texts(streamNames), "logStreamNamePrefixes": texts(streamPrefixes),
    ]
    start["logEventFilterPattern"] = .string(patternText ?? "")
    return start
  }
}
