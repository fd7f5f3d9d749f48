/// Which groups `DescribeLogGroups` was asked for.
struct GroupSelection: Sendable {
  private static let mostIdentifiers = 50

  private let prefix: String?
  private let pattern: String?
  private let logClass: LogGroupClass?
  /// The names, where groups are asked for one by one.
  private let names: Set<String>?

  /// Whether they are looked for by a part of their names.
  var isByPattern: Bool { pattern != nil }

  /// Reads an input.
  ///
  /// - Throws: `CloudError` as `DescribeLogGroups` answers.
  init(_ input: CallInput, identity: CloudIdentity) throws {
    prefix = input.text(optional: "logGroupNamePrefix")
    pattern = input.text(optional: "logGroupNamePattern")
    if prefix != nil, pattern != nil {
      throw LogsError.invalid(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
      )
    }
    for (key, text) in [("logGroupNamePrefix", prefix), ("logGroupNamePattern", pattern)] {
      if let text { try LogsService.check(group: text, input, key: key) }
    }
    logClass = try LogGroupClass(input)
    guard input.has("logGroupIdentifiers") else {
      names = nil
      return
    }
    let identifiers = input.texts("logGroupIdentifiers")
    let shown = "[\(identifiers.joined(separator: ", "))]"
    guard !identifiers.isEmpty else {
      throw input.fault(
        "logGroupIdentifiers",
        shown,
        "Member must have length greater than or equal to 1"
      )
    }
    guard identifiers.count <= GroupSelection.mostIdentifiers else {
      throw input.fault(
        "logGroupIdentifiers",
        shown,
        "Member must have length less than or equal to \(GroupSelection.mostIdentifiers)"
      )
    }
    guard prefix == nil, pattern == nil, logClass == nil else {
      throw LogsError.invalid(
        "logGroupIdentifiers cannot be combined with logGroupNamePrefix, logGroupNamePattern or "
          + "logGroupClass."
      )
    }
    names = Set(try identifiers.map { try LogsService.groupName(of: $0, in: identity) })
  }

  /// Whether a group is among them.
  func admits(_ group: StoredGroup) -> Bool {
    prefix.map { group.name.hasPrefix($0) } ?? true
      && pattern.map { group.name.contains($0) } ?? true
      && logClass.map { group.logClass == $0 } ?? true
      && names.map { $0.contains(group.name) } ?? true
  }
}
