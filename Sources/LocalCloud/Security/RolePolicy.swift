internal import JSONValue

/// What a role's identity-based policies allow (IAM User Guide, "Policy evaluation logic").
struct RolePolicy: Hashable, Sendable {
  /// What the policies say of an action.
  enum Verdict: Hashable, Sendable {
    /// A statement allows it, and none denies it.
    case allowed
    /// No statement allows it.
    case notAllowed
    /// A statement denies it.
    case denied
  }

  fileprivate struct Statement: Hashable, Sendable {
    let isAllowing: Bool
    let actions: [String]
    let excludesActions: Bool
    let resources: [String]
    let excludesResources: Bool
    let condition: PolicyCondition
  }

  private let statements: [Statement]

  /// A role that may do nothing.
  static let nothing = RolePolicy(documents: [])

  /// The managed policies that are known here, by the end of their ARN.
  private static let managed: [String: JSON] = [
    "service-role/AWSLambdaBasicExecutionRole": [
      "Statement": [
        "Effect": "Allow", "Resource": "*",
        "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      ]
    ]
  ]

  /// Reads the resolved properties of an `AWS::IAM::Role`.
  ///
  /// A managed policy that is not known here allows nothing.
  init(properties: JSON) {
    let inline = (properties["Policies"]?.array ?? []).compactMap { $0["PolicyDocument"] }
    let managed = (properties["ManagedPolicyArns"]?.array ?? []).compactMap { arn in
      arn.string.flatMap { arn in
        RolePolicy.managed.first { arn.hasSuffix(":policy/\($0.key)") }?.value
      }
    }
    self.init(documents: inline + managed)
  }

  private init(documents: [JSON]) {
    statements = documents.flatMap { document -> [Statement] in
      let statement = document["Statement"] ?? []
      return (statement.array ?? [statement]).map { statement in
        Statement(
          isAllowing: statement["Effect"]?.string == "Allow",
          actions: RolePolicy.texts(statement["Action"] ?? statement["NotAction"]),
          excludesActions: statement["Action"] == nil,
          resources: RolePolicy.texts(statement["Resource"] ?? statement["NotResource"]),
          excludesResources: statement["Resource"] == nil,
          condition: PolicyCondition(statement["Condition"])
        )
      }
    }
  }

  /// What the policies say of `action` on `resource` in a request with the keys of `context`.
  ///
  /// A statement whose condition cannot be evaluated denies, but does not allow.
  func verdict(
    on action: String,
    _ resource: String,
    _ context: [String: [String]] = [:]
  ) -> Verdict {
    var isAllowed = false
    for statement in statements where statement.covers(action, resource) {
      let isMet = statement.condition.holds(in: context, unknown: !statement.isAllowing)
      guard isMet else { continue }
      if !statement.isAllowing { return .denied }
      isAllowed = true
    }
    return isAllowed ? .allowed : .notAllowed
  }

  private static func texts(_ json: JSON?) -> [String] {
    json?.string.map { [$0] } ?? json?.array?.compactMap(\.string) ?? []
  }

  /// Whether `text` fits a pattern with `*` for any letters and `?` for one.
  static func fits(_ text: String, _ pattern: String) -> Bool {
    let (text, pattern) = (Array(text.utf8), Array(pattern.utf8))
    var (at, place) = (0, 0)
    var retry: (at: Int, place: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        retry = (at, place)
        place += 1
      } else if place < pattern.count,
        pattern[place] == UInt8(ascii: "?") || pattern[place] == text[at]
      {
        (at, place) = (at + 1, place + 1)
      } else if let last = retry {
        retry = (last.at + 1, last.place)
        (at, place) = (last.at + 1, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

extension RolePolicy.Statement {
  fileprivate func covers(_ action: String, _ resource: String) -> Bool {
    let isAction = actions.contains { RolePolicy.fits(action.lowercased(), $0.lowercased()) }
    let isResource = resources.contains { RolePolicy.fits(resource, $0) }
    return isAction != excludesActions && isResource != excludesResources
  }
}
