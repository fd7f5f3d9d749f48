internal import AWSWire
internal import GRDB
internal import JSONValue

extension LogsService {
  /// The retentions that AWS knows, in days.
  private static let retentions: Set<Int> = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ]

  /// The group that an input names, by name or ARN.
  func groupName(_ input: CallInput) throws -> String {
    let given = input.text(optional: "logGroupName")
    let identifier = input.text(optional: "logGroupIdentifier")
    if given != nil, identifier != nil {
      throw LogsError.invalid(
        "LogGroup name and LogGroup ARN are mutually exclusive parameters."
      )
    }
    if let identifier { return LogsService.bareName(identifier) }
    return LogsService.bareName(try input.text("logGroupName"))
  }

  /// The name inside a group's ARN, or the name itself.
  static func bareName(_ identifier: String) -> String {
    let parts = identifier.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 6, parts[0] == "arn", parts[5] == "log-group" else { return identifier }
    return String(parts[6])
  }

  /// Makes a group.
  func createLogGroup(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = try input.text("logGroupName")
    let isLegal = name.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic && scalar.isASCII || ("0"..."9").contains(scalar)
        || "_-/.#".unicodeScalars.contains(scalar)
    }
    guard isLegal, name.utf8.count <= 512 else {
      throw input.fault(
        "logGroupName",
        name,
        "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
      )
    }
    try await database.write { db in
      guard try LogStore.group(name, in: db) == nil else { throw LogsError.groupExists }
      _ = try LogStore.makeGroup(name, created: context.now.milliseconds, in: db)
    }
    return [:]
  }

  /// Deletes a group with all that is in it.
  func deleteLogGroup(_ input: CallInput) async throws -> JSON {
    let name = try input.text("logGroupName")
    try await database.write { db in
      let group = try LogStore.requireGroup(name, in: db)
      try db.execute(sql: "DELETE FROM log_event WHERE group_id = ?", arguments: [group.id])
      try db.execute(sql: "DELETE FROM log_stream WHERE group_id = ?", arguments: [group.id])
      try db.execute(sql: "DELETE FROM log_group WHERE id = ?", arguments: [group.id])
    }
    return [:]
  }

  /// Lists groups by name, a page at a time.
  func describeLogGroups(_ input: CallInput) async throws -> JSON {
    let prefix = input.text(optional: "logGroupNamePrefix")
    let pattern = input.text(optional: "logGroupNamePattern")?.lowercased()
    if prefix != nil, pattern != nil {
      throw LogsError.invalid(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
      )
    }
    let limit = try input.int("limit", in: 1...50) ?? 50
    let after = try input.text(optional: "nextToken").map { token in
      guard let position = PageToken.position(token) else { throw LogsError.invalidToken }
      return position
    }
    let groups = try await database.read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT * FROM log_group WHERE name > ? ORDER BY name",
        arguments: [after ?? ""]
      ).map(StoredGroup.init)
    }.filter { group in
      prefix.map { group.name.hasPrefix($0) } ?? true
        && pattern.map { group.name.lowercased().contains($0) } ?? true
    }
    var output: JSON = ["logGroups": .array(groups.prefix(limit).map(wire))]
    if groups.count > limit {
      output["nextToken"] = .string(PageToken.make(groups[limit - 1].name))
    }
    return output
  }

  private func wire(_ group: StoredGroup) -> JSON {
    let arn = identity.arn("logs", "log-group:\(group.name)")
    var members: JSONObject = [
      "logGroupName": .string(group.name), "creationTime": JSON(Int(group.created)),
      "metricFilterCount": 0, "arn": .string(arn + ":*"), "storedBytes": JSON(Int(group.bytes)),
      "logGroupClass": "STANDARD", "logGroupArn": .string(arn),
    ]
    if let days = group.retentionDays { members["retentionInDays"] = JSON(days) }
    return .object(members)
  }

  /// The retention that an input names, in days.
  func retentionDays(_ input: CallInput) throws -> Int {
    let days = try input.int("retentionInDays", in: 1...3653)
    guard let days, LogsService.retentions.contains(days) else {
      throw input.fault(
        "retentionInDays",
        days.map { String($0) },
        "Member must satisfy enum value set: "
          + "[\(LogsService.retentions.sorted().map { String($0) }.joined(separator: ", "))]"
      )
    }
    return days
  }

  /// Sets or lifts a group's retention.
  func setRetention(_ input: CallInput, _ days: Int?) async throws -> JSON {
    let name = try input.text("logGroupName")
    try await database.write { db in
      let group = try LogStore.requireGroup(name, in: db)
      try db.execute(
        sql: "UPDATE log_group SET retention_days = ? WHERE id = ?",
        arguments: [days, group.id]
      )
    }
    scheduleTrimming(after: 1000)
    return [:]
  }
}
