/// Reads the ARNs of topics and subscriptions, and words what is wrong with them as SNS does.
enum TopicARN {
  /// The ARN of a topic of this account and region in `text`.
  ///
  /// - Throws: `CloudError`.
  static func topic(
    _ text: String,
    of identity: CloudIdentity,
    parameter: String = "TopicArn"
  ) throws -> String {
    let parts = try elements(text, parameter: parameter)
    guard parts.count == 6, belongs(parts, to: identity), !parts[5].isEmpty else {
      throw SNSError.invalid(parameter)
    }
    return text
  }

  /// The ARN of a subscription in `text`: a topic's with an id behind it.
  ///
  /// - Throws: `CloudError`.
  static func subscription(_ text: String, of identity: CloudIdentity) throws -> String {
    guard !text.isEmpty else {
      throw SNSError.invalid("SubscriptionArn Reason: no value for required parameter")
    }
    let parts = try elements(text, parameter: "SubscriptionArn")
    guard parts.count == 7, belongs(parts, to: identity), isUUID(parts[6]) else {
      throw SNSError.invalid("SubscriptionId")
    }
    return text
  }

  private static func elements(_ text: String, parameter: String) throws -> [Substring] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6 else {
      throw SNSError.invalid(
        "\(parameter) Reason: An ARN must have at least 6 elements, not \(parts.count)"
      )
    }
    return parts
  }

  private static func belongs(_ parts: [Substring], to identity: CloudIdentity) -> Bool {
    parts[0] == "arn" && parts[1] == identity.partition && parts[2] == "sns"
      && parts[3] == identity.region && parts[4] == identity.accountID
  }

  private static func isUUID(_ text: Substring) -> Bool {
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(\.isHexDigit)
  }
}
