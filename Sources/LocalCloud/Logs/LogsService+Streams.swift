internal import AWSWire
internal import GRDB
internal import JSONValue

extension LogsService {
  /// Refuses what no stream can be called.
  ///
  /// - Throws: `CloudError`.
  static func check(
    stream name: String,
    _ input: CallInput,
    key: String = "logStreamName"
  ) throws {
    guard !name.unicodeScalars.contains(where: { $0 == ":" || $0 == "*" }) else {
      throw input.fault(key, name, "Member must satisfy regular expression pattern: [^:*]*")
    }
    guard name.utf8.count <= 512 else { throw LogsError.nameTooLong }
  }

  /// Makes a stream.
  func createLogStream(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = try input.text("logGroupName")
    let stream = try input.text("logStreamName")
    try LogsService.check(group: name, input)
    try LogsService.check(stream: stream, input)
    try await database.write { db in
      let group = try LogStore.requireGroup(name, in: db)
      guard try LogStore.stream(stream, of: group.id, in: db) == nil else {
        throw LogsError.streamExists
      }
      _ = try LogStore.makeStream(
        stream,
        of: group.id,
        created: context.now.milliseconds,
        in: db
      )
    }
    return [:]
  }

  /// Deletes a stream with its events.
  func deleteLogStream(_ input: CallInput) async throws -> JSON {
    let name = try input.text("logGroupName")
    let streamName = try input.text("logStreamName")
    try await database.write { db in
      let group = try LogStore.requireGroup(name, in: db)
      guard let stream = try LogStore.stream(streamName, of: group.id, in: db) else {
        throw LogsError.streamNotFound
      }
      try LogStore.remove(stream: stream.id, of: group.id, in: db)
    }
    return [:]
  }

  /// Lists a group's streams, a page at a time.
  func describeLogStreams(_ input: CallInput) async throws -> JSON {
    let name = try groupName(input)
    let prefix = input.text(optional: "logStreamNamePrefix")
    if let prefix { try LogsService.check(stream: prefix, input, key: "logStreamNamePrefix") }
    let order = try input.choice("orderBy", of: ["LogStreamName", "LastEventTime"])
    if order == "LastEventTime", prefix != nil {
      throw LogsError.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.")
    }
    let limit = try input.int("limit", in: 1...50) ?? 50
    let column = order == "LastEventTime" ? "ifnull(last_event, 0)" : "name"
    let direction = input.bool("descending") == true ? "DESC" : "ASC"
    let streams = try await database.read { db in
      let group = try LogStore.requireGroup(name, in: db)
      return try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM log_stream WHERE group_id = ?
          ORDER BY \(column) \(direction), name \(direction)
          """,
        arguments: [group.id]
      ).map(StoredStream.init)
    }.filter { stream in prefix.map { stream.name.hasPrefix($0) } ?? true }
    let (page, next) = try PageToken.slice(
      streams,
      token: input.text(optional: "nextToken"),
      limit: limit,
      invalid: LogsError.invalidToken
    )
    var output: JSON = ["logStreams": .array(page.map { wire($0, group: name) })]
    if let next { output["nextToken"] = .string(next) }
    return output
  }

  private func wire(_ stream: StoredStream, group: String) -> JSON {
    var members: JSONObject = [
      "logStreamName": .string(stream.name), "creationTime": JSON(Int(stream.created)),
      "arn": .string(identity.arn("logs", "log-group:\(group):log-stream:\(stream.name)")),
      "storedBytes": 0,
    ]
    if let time = stream.firstEvent { members["firstEventTimestamp"] = JSON(Int(time)) }
    if let time = stream.lastEvent { members["lastEventTimestamp"] = JSON(Int(time)) }
    if let time = stream.lastIngestion {
      members["lastIngestionTime"] = JSON(Int(time))
      members["uploadSequenceToken"] = JSON(String(time))
    }
    return .object(members)
  }
}
