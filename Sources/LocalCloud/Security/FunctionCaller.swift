internal import AWSWire
internal import JSONValue

/// A function as a caller of the cloud: held to what its role may do.
struct FunctionCaller: Hashable, Sendable {
  /// The ARN of the session that it calls with.
  let arn: String
  private let policy: RolePolicy
  private let identity: CloudIdentity

  /// Makes a caller; `role` is the role's ARN.
  init(function: String, role: String, policy: RolePolicy, identity: CloudIdentity) {
    let name = role.split(separator: "/").last ?? ""
    arn =
      "arn:\(identity.partition):sts::\(identity.accountID):assumed-role/\(name)/\(function)"
    (self.policy, self.identity) = (policy, identity)
  }

  /// Refuses an operation that the role does not allow.
  ///
  /// - Throws: `CloudError` as the services word it.
  func check(_ service: AWSService, _ operation: String, _ input: JSON) throws {
    let needs = RequiredPermission.of(service, operation, input, identity)
    let common = [
      "aws:principalarn": [arn], "aws:requestedregion": [identity.region],
      "aws:principalaccount": [identity.accountID], "aws:securetransport": ["false"],
    ]
    for need in needs {
      let reason: String
      let context = common.merging(need.context) { $1 }
      switch policy.verdict(on: need.action, need.resource, context) {
      case .allowed: continue
      case .notAllowed:
        reason = "because no identity-based policy allows the \(need.action) action"
      case .denied: reason = "with an explicit deny in an identity-based policy"
      }
      throw CloudError(
        FunctionCaller.code(of: service),
        "User: \(arn) is not authorized to perform: \(need.action) on resource: "
          + "\(need.resource) \(reason)",
        status: 403
      )
    }
  }

  private static func code(of service: AWSService) -> String {
    switch service {
    case .sns: "AuthorizationError"
    case .cloudWatch, .cloudFormation, .sts: "AccessDenied"
    default: "AccessDeniedException"
    }
  }
}
