internal import AWSWire
internal import JSONValue

/// The rules for customer ids: 1 to 2,048 bytes of UTF-8, not only white space, without white space
/// at either end and without control characters.
///
/// Whoever calls the backend may have checked already; it believes nobody.
enum IDValidation {
  /// The greatest length, in bytes of UTF-8; DynamoDB's limit for a partition key.
  static let maximumLength = 2048

  /// The id in a member of a JSON document.
  ///
  /// - Throws: `Refusal` with status 400.
  static func id(in member: JSON?) throws(Refusal) -> String {
    guard let member, !member.isNull else { throw Refusal(status: 400, reason: "id is missing") }
    guard let id = member.string else { throw Refusal(status: 400, reason: "id is not a string") }
    return try checked(id)
  }

  /// The id in a path parameter, which API Gateway hands over percent-encoded: decoded once.
  ///
  /// - Throws: `Refusal` with status 400.
  static func id(inPathParameter parameter: String?) throws(Refusal) -> String {
    guard let parameter else { throw Refusal(status: 400, reason: "id is missing") }
    guard let id = PercentEncoding.decode(parameter) else {
      throw Refusal(status: 400, reason: "id is not UTF-8")
    }
    return try checked(id)
  }

  private static func checked(_ id: String) throws(Refusal) -> String {
    if let problem = problem(in: id) { throw Refusal(status: 400, reason: "id \(problem)") }
    return id
  }

  /// What is wrong with a text as an id, said of the id; of several faults the one that a person
  /// would want to hear first.
  private static func problem(in id: String) -> String? {
    // Most ids are plain: printable ASCII without a space.
    let isPlain = id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    if isPlain, !id.isEmpty, id.utf8.count <= maximumLength { return nil }
    let scalars = id.unicodeScalars
    guard let first = scalars.first, let last = scalars.last else { return "is empty" }
    if scalars.allSatisfy(\.properties.isWhitespace) { return "is only white space" }
    if let control = scalars.first(where: { $0.properties.generalCategory == .control }) {
      let digits = String(control.value, radix: 16, uppercase: true)
      let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
      return "has a control character, U+\(zeros)\(digits)"
    }
    if first.properties.isWhitespace { return "has leading white space" }
    if last.properties.isWhitespace { return "has trailing white space" }
    if id.utf8.count > maximumLength {
      return "has \(id.utf8.count) bytes, at most \(maximumLength) are allowed"
    }
    return nil
  }
}
