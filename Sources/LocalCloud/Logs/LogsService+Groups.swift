internal import AWSWire
internal import GRDB
internal import JSONValue

extension LogsService {
  /// The retentions that AWS knows, in days.
  private static let retentions: Set<Int> = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
  ]

  private static let longestName = 512

  /// The group that an input names, by name or ARN.
  func groupName(_ input: CallInput) throws -> String {
    let given = input.text(optional: "logGroupName")
    let identifier = input.text(optional: "logGroupIdentifier")
    if given != nil, identifier != nil {
      throw CloudError(
        "ValidationException",
        "LogGroup name and LogGroup ARN are mutually exclusive parameters."
      )
    }
    if let identifier { return try LogsService.groupName(of: identifier, in: identity) }
    let name = try input.text("logGroupName")
    try LogsService.check(group: name, input)
    return name
  }

  /// The name that an identifier stands for: a name, or an ARN of this account and region without
  /// an asterisk behind it.
  ///
  /// - Throws: `CloudError` where it is an ARN of another kind or place.
  static func groupName(of identifier: String, in identity: CloudIdentity) throws -> String {
    guard identifier.hasPrefix("arn:") else { return identifier }
    let parts = identifier.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 7, parts[2] == "logs", parts[5] == "log-group" else {
      throw LogsError.invalid("The specified log group identifier is not valid: \(identifier)")
    }
    let name = String(parts[6])
    guard identifier == identity.arn("logs", "log-group:\(name)") else {
      throw LogsError.groupNotFound
    }
    return name
  }

  /// The name inside a group's ARN, or the name itself.
  static func bareName(_ identifier: String) -> String {
    let parts = identifier.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count > 6, parts[0] == "arn", parts[5] == "log-group" else { return identifier }
    return String(parts[6])
  }

  /// Refuses what no group can be called.
  ///
  /// - Throws: `CloudError`.
  static func check(group name: String, _ input: CallInput, key: String = "logGroupName") throws {
    guard isGroupName(name) else {
      throw input.fault(
        key,
        name,
        "Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+"
      )
    }
    guard name.utf8.count <= longestName else { throw LogsError.nameTooLong }
  }

  /// Whether all of a name may stand in a group's.
  static func isGroupName(_ name: String) -> Bool {
    name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "#"):
        true
      default: false
      }
    }
  }

  /// Makes a group.
  func createLogGroup(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let name = try input.text("logGroupName")
    try LogsService.check(group: name, input)
    let logClass = try LogGroupClass(input) ?? .standard
    let tags = try LogTags.checked(input.json["tags"]?.object ?? [:], input)
    for key in ["kmsKeyId", "deletionProtectionEnabled"]
    where input.has(key) && input.bool(key) != false {
      throw LogsError.invalid("\(key) is not supported by the local cloud.")
    }
    try await database.write { db in
      guard try LogStore.group(name, in: db) == nil else { throw LogsError.groupExists }
      let id = try LogStore.makeGroup(name, created: context.now.milliseconds, in: db)
      try db.execute(
        sql: "UPDATE log_group SET class = ?, tags = ? WHERE id = ?",
        arguments: [logClass.rawValue, JSON.object(tags).text(), id]
      )
    }
    return [:]
  }

  /// Deletes a group with all that is in it.
  func deleteLogGroup(_ input: CallInput) async throws -> JSON {
    let name = try groupName(input)
    try await database.write { db in
      let group = try LogStore.requireGroup(name, in: db)
      try db.execute(sql: "DELETE FROM log_event WHERE group_id = ?", arguments: [group.id])
      try db.execute(sql: "DELETE FROM log_stream WHERE group_id = ?", arguments: [group.id])
      try MetricFilterStore.removeAll(of: name, in: db)
      try db.execute(sql: "DELETE FROM log_group WHERE id = ?", arguments: [group.id])
    }
    try await metricFilters.load()
    return [:]
  }

  /// Lists groups by name, a page at a time.
  func describeLogGroups(_ input: CallInput) async throws -> JSON {
    let wanted = try GroupSelection(input, identity: identity)
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
    }.filter(wanted.admits)
    let page = groups.prefix(limit)
    var output: JSON = [
      "logGroups": .array(page.map { wire($0, isBrief: wanted.isByPattern) })
    ]
    if groups.count > limit, let last = page.last {
      output["nextToken"] = .string(PageToken.make(last.name))
    }
    return output
  }

  private func wire(_ group: StoredGroup, isBrief: Bool) -> JSON {
    let arn = identity.arn("logs", "log-group:\(group.name)")
    var members: JSONObject = [
      "logGroupName": .string(group.name), "creationTime": JSON(Int(group.created)),
      "metricFilterCount": JSON(metricFilters.filters(of: group.name).count),
      "arn": .string(arn + ":*"),
      "logGroupClass": .string(group.logClass.rawValue), "logGroupArn": .string(arn),
    ]
    // A search by pattern tells less, as on AWS.
    if isBrief { return .object(members) }
    members["storedBytes"] = JSON(Int(group.bytes))
    members["deletionProtectionEnabled"] = false
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
    let name = try groupName(input)
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
