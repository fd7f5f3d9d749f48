/// The class of a log group.
enum LogGroupClass: String, CaseIterable, Sendable {
  case standard = "STANDARD"
  case infrequentAccess = "INFREQUENT_ACCESS"
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
