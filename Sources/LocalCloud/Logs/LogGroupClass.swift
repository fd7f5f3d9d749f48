/// The class of a log group.
enum LogGroupClass: String, CaseIterable, Sendable {
  /// The class of groups that ask for none, and the only one with live tails and metric filters.
  case standard = "STANDARD"
  /// For logs that are seldom looked at.
  case infrequentAccess = "INFREQUENT_ACCESS"
  /// For logs that only pass through on their way to other services.
  case delivery = "DELIVERY"

  /// The class that an input names; `nil` where it names none.
  ///
  /// - Throws: `CloudError` where there is no such class.
  init?(_ input: CallInput) throws {
    let names = LogGroupClass.allCases.map(\.rawValue)
    guard let name = try input.choice("logGroupClass", of: names) else { return nil }
    self.init(rawValue: name)
  }
}
