package import AWSWire
package import JSONValue

/// The emulated STS, which only tells who calls.
///
/// This room knows no roles and gives out no credentials.
package struct STSService: CloudService {
  /// STS.
  package let service = AWSService.sts

  private let identity: CloudIdentity

  /// Makes the service.
  package init(identity: CloudIdentity) { self.identity = identity }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as STS answers.
  package func perform(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> JSON {
    guard operation == "GetCallerIdentity" else {
      throw CloudError(
        "InvalidAction",
        "Could not find operation \(operation) for version 2011-06-15"
      )
    }
    return [
      "UserId": .string(context.accessKeyID ?? identity.accountID),
      "Account": .string(identity.accountID),
      "Arn": .string(
        context.callerARN ?? "arn:\(identity.partition):iam::\(identity.accountID):user/rollcall"
      ),
    ]
  }
}
