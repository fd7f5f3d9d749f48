internal import JSONValue

/// Which messages a subscription wants.
///
/// Source: SNS Developer Guide, "Message filtering" and "Filter policy constraints". A pure value.
struct FilterPolicy: Sendable {
  /// What a policy looks at.
  enum Scope: String, Sendable {
    /// The attributes beside the message; such a policy has no nesting.
    case messageAttributes = "MessageAttributes"
    /// The message's text, which passes only where it is a JSON object.
    case messageBody = "MessageBody"
  }

  /// What is wrong with a policy, as SNS words it.
  struct Fault: Error, Hashable {
    /// What a refusal gives as the reason.
    let sentence: String

    /// Says what is wrong, behind `FilterPolicy: `.
    init(_ reason: String) { sentence = "FilterPolicy: \(reason)" }
    /// Says what is wrong in a sentence that SNS begins otherwise.
    init(sentence: String) { self.sentence = sentence }
  }

  private static let mostKeys = 5
  private static let mostCombinations = 150

  private let scope: Scope
  /// `nil` where every message passes.
  private let pattern: EventPattern?

  /// Reads a policy.
  init(_ text: String, scope: Scope) throws(Fault) {
    self.scope = scope
    let json: JSON
    do {
      json = try JSON(parsing: text)
    } catch {
      throw Fault("failed to parse JSON. \(error)")
    }
    guard let members = json.object else { throw Fault("Filter is not an object") }
    guard !members.isEmpty else {
      pattern = nil
      return
    }
    let hasNesting = members.contains { $0.value.object != nil }
    guard scope == .messageBody || !hasNesting else {
      throw Fault(
        sentence: "Filter policy scope MessageAttributes does not support nested filter policy"
      )
    }
    do {
      pattern = try EventPattern(json)
    } catch {
      throw Fault(FilterPolicy.reason(error))
    }
    guard FilterPolicy.leaves(members).count <= FilterPolicy.mostKeys else {
      throw Fault("Filter policy can not have more than \(FilterPolicy.mostKeys) keys")
    }
    guard FilterPolicy.combinations(members, depth: 1) <= FilterPolicy.mostCombinations else {
      throw Fault("Filter policy is too complex")
    }
  }

  /// Whether a message passes.
  func admits(_ message: TopicMessage) -> Bool {
    guard let pattern else { return true }
    switch scope {
    case .messageAttributes: return pattern.matches(message.attributeDocument)
    case .messageBody:
      guard let body = try? JSON(parsing: message.text), body.object != nil else { return false }
      return pattern.matches(body)
    }
  }

  /// The reason inside the event pattern's own refusal.
  private static func reason(_ error: any Error) -> String {
    guard let error = error as? CloudError else { return "\(error)" }
    return error.message.split(separator: "Reason: ", maxSplits: 1).last.map(String.init)
      ?? error.message
  }

  /// The paths of all keys that list values.
  private static func leaves(_ members: JSONObject, _ path: String = "") -> Set<String> {
    members.reduce(into: []) { leaves, member in
      switch member.value {
      case .object(let inner): leaves.formUnion(self.leaves(inner, "\(path)\(member.key)."))
      case .array(let parts) where member.key == "$or":
        for case .object(let inner) in parts { leaves.formUnion(self.leaves(inner, path)) }
      default: leaves.insert(path + member.key)
      }
    }
  }

  /// The product of how many values each key lists, each counted as often as it lies deep.
  private static func combinations(_ members: JSONObject, depth: Int) -> Int {
    members.reduce(1) { product, member in
      let factor: Int
      switch member.value {
      case .object(let inner): factor = combinations(inner, depth: depth + 1)
      case .array(let parts) where member.key == "$or":
        factor = parts.reduce(0) { sum, part in
          min(mostCombinations + 1, sum + combinations(part.object ?? [:], depth: depth))
        }
      case .array(let values): factor = values.count * depth
      default: factor = 1
      }
      let (result, isTooLarge) = product.multipliedReportingOverflow(by: max(1, factor))
      return isTooLarge ? Int.max : result
    }
  }
}
