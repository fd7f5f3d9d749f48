internal import JSONValue

/// What a policy's statement demands of a request beside action and resource (IAM JSON policy elements,
/// "Condition operators").
struct PolicyCondition: Hashable, Sendable {
  private struct Test: Hashable, Sendable {
    let rule: Rule
    let key: String
    let values: [String]
    /// Whether the test holds for a request that lacks the key.
    let holdsWithout: Bool
    let isForAll: Bool
  }

  private enum Rule: Hashable, Sendable {
    case equal(negated: Bool, ignoringCase: Bool)
    case like(negated: Bool)
    case missing
    /// An operator that is not evaluated here.
    case unknown
  }

  private let tests: [Test]

  /// Reads a statement's `Condition`; without one there is nothing to hold.
  init(_ condition: JSON?) {
    tests = (condition?.object ?? [:]).flatMap { name, keys in
      (keys.object ?? [:]).map { key, values in
        PolicyCondition.test(name, key.lowercased(), PolicyCondition.texts(values))
      }
    }
  }

  /// Whether a request with the keys of `context` (in lower case) fulfils the condition; `unknown` is
  /// what an operator that is not evaluated here comes to.
  func holds(in context: [String: [String]], unknown: Bool) -> Bool {
    tests.allSatisfy { $0.rule == .unknown ? unknown : PolicyCondition.holds($0, context[$0.key]) }
  }

  private static func test(_ name: String, _ key: String, _ values: [String]) -> Test {
    var word = name[...]
    let isForAll = word.hasPrefix("ForAllValues:")
    if let colon = word.firstIndex(of: ":") { word = word[word.index(after: colon)...] }
    let isIfExists = word.hasSuffix("IfExists")
    if isIfExists { word = word.dropLast("IfExists".count) }
    let rule: Rule =
      switch word {
      case "StringEquals", "Bool": .equal(negated: false, ignoringCase: word == "Bool")
      case "StringNotEquals": .equal(negated: true, ignoringCase: false)
      case "StringEqualsIgnoreCase": .equal(negated: false, ignoringCase: true)
      case "StringNotEqualsIgnoreCase": .equal(negated: true, ignoringCase: true)
      case "StringLike", "ArnLike", "ArnEquals": .like(negated: false)
      case "StringNotLike", "ArnNotLike", "ArnNotEquals": .like(negated: true)
      case "Null": .missing
      default: .unknown
      }
    let isNegated =
      switch rule {
      case .equal(let negated, _), .like(let negated): negated
      case .missing, .unknown: false
      }
    return Test(
      rule: rule,
      key: key,
      values: values,
      holdsWithout: isIfExists || isNegated || isForAll,
      isForAll: isForAll
    )
  }

  private static func holds(_ test: Test, _ given: [String]?) -> Bool {
    if test.rule == .missing { return test.values == [given == nil ? "true" : "false"] }
    guard let given, !given.isEmpty else { return test.holdsWithout }
    func holds(_ value: String) -> Bool {
      switch test.rule {
      case .equal(let negated, let ignoringCase):
        let isAmong = test.values.contains {
          ignoringCase ? $0.lowercased() == value.lowercased() : $0 == value
        }
        return isAmong != negated
      case .like(let negated):
        return test.values.contains { RolePolicy.fits(value, $0) } != negated
      case .missing, .unknown: return false
      }
    }
    return test.isForAll ? given.allSatisfy(holds) : given.contains(where: holds)
  }

  private static func texts(_ json: JSON) -> [String] {
    (json.array ?? [json]).map { $0.string ?? $0.text() }
  }
}
