internal import JSONValue

/// What an operation's input must look like: types, and bounds as the service's model has them.
///
/// This room checks whole inputs as AWS's front ends do, types first, then every bound, before any
/// operation sees them. It knows no operation of any service.
indirect enum InputShape: Sendable {
  /// A text; `pattern` is shown in the refusal where `matches` does not hold.
  case text(TextRule = TextRule())
  /// A whole number; `kind` is its Java class.
  case whole(ClosedRange<Int>? = nil, kind: String = "Integer")
  /// Any number.
  case number
  /// True or false, as such or as a text.
  case flag
  /// A list whose elements are all of one shape; `count` bounds how many there are.
  case list(InputShape, count: ClosedRange<Int>? = nil)
  /// An object with any members; `kind` is the Java class of its values, and `keys` bounds its keys.
  case map(InputShape, kind: String, count: ClosedRange<Int>? = nil, keys: TextRule? = nil)
  /// An object with known members; `kind` is its Java class.
  case structure([Member], kind: String)
  /// An attribute value of DynamoDB.
  case attributeValue
  /// Anything; what is in it is checked elsewhere.
  case any

  /// The bounds of a text.
  struct TextRule: Sendable {
    /// How many characters it may have.
    var length: ClosedRange<Int>?
    /// The regular expression as the service shows it, and what it means.
    var pattern: (text: String, matches: @Sendable (String) -> Bool)?
    /// What it must be one of, in the order the service shows.
    var values: [String]?
    /// Whether an ARN will do as well, whatever the rest says.
    var takesARN = false
    /// Whether refusals keep the text to themselves.
    var isSensitive = false
  }

  /// A member of a structure.
  struct Member: Sendable {
    /// The name as inputs spell it.
    let name: String
    /// What its value must look like, where there is one.
    let shape: InputShape
    /// Whether an input without it, or with `null` for it, is refused.
    let isRequired: Bool
    /// The name as refusals write it.
    let shownName: String

    private init(_ name: String, _ shape: InputShape, isRequired: Bool) {
      (self.name, self.shape, self.isRequired) = (name, shape, isRequired)
      shownName = name.prefix(1).lowercased() + name.dropFirst()
    }

    /// A member that may be left out.
    static func optional(_ name: String, _ shape: InputShape) -> Member {
      Member(name, shape, isRequired: false)
    }

    /// A member that must be there.
    static func required(_ name: String, _ shape: InputShape) -> Member {
      Member(name, shape, isRequired: true)
    }
  }
}

extension InputShape {
  /// A text that must be one of `values`.
  static func choice(_ values: [String]) -> InputShape { .text(TextRule(values: values)) }

  /// A whole number of 64 bits.
  static func long(_ range: ClosedRange<Int>? = nil) -> InputShape { .whole(range, kind: "Long") }

  /// A text of some length.
  static func text(_ length: ClosedRange<Int>) -> InputShape { .text(TextRule(length: length)) }

  /// Whether nothing of the shape has bounds, so that only its type counts.
  var isUnbounded: Bool {
    switch self {
    case .attributeValue, .any, .flag, .number, .whole(nil, _): true
    case .text(let rule): rule.length == nil && rule.pattern == nil && rule.values == nil
    case .list(let inner, nil), .map(let inner, _, nil, nil): inner.isUnbounded
    case .list, .map, .structure, .whole: false
    }
  }

  /// Refuses an input that is not of this shape.
  ///
  /// - Parameters:
  ///   - input: the input.
  ///   - code: the code with which what is out of bounds is refused.
  ///   - words: the words in which a wrong type is refused.
  /// - Throws: `CloudError` SerializationException for a wrong type, or with `code` one that lists what
  ///   is out of bounds.
  func check(
    _ input: JSON,
    code: String = "ValidationException",
    words: TypeWords = .dynamoDB
  ) throws {
    try checkType(input, words)
    var found = Violations()
    found.look(at: input, self, path: "")
    guard found.list.isEmpty else {
      let count = found.list.count
      throw CloudError(
        code,
        "\(count) validation error\(count == 1 ? "" : "s") detected: "
          + found.list.joined(separator: "; ")
      )
    }
  }
}

/// What is out of bounds in an input.
private struct Violations {
  /// The service stops after ten.
  private static let most = 10

  var list: [String] = []

  mutating func look(at value: JSON, _ shape: InputShape, path: String) {
    guard list.count < Violations.most, !value.isNull else { return }
    switch shape {
    case .text(let rule):
      guard let text = value.string else { return }
      look(at: text, rule, path)
    case .whole(let range, _):
      guard let range, let number = value.double else { return }
      if number > Double(range.upperBound) {
        note(value, path, "Member must have value less than or equal to \(range.upperBound)")
      } else if number < Double(range.lowerBound) {
        note(value, path, "Member must have value greater than or equal to \(range.lowerBound)")
      }
    case .list(let element, let count):
      guard let values = value.array else { return }
      look(at: values.count, count, value, path)
      guard !element.isUnbounded else { return }
      for (index, inner) in values.enumerated() {
        look(at: inner, element, path: "\(path).\(index + 1).member")
      }
    case .map(let inner, _, let count, let keys):
      guard let members = value.object else { return }
      look(at: members.count, count, value, path)
      if let keys { look(at: members, keys: keys, path) }
      guard !inner.isUnbounded else { return }
      if case .list(let element, let lengths?) = inner {
        look(at: members, lengths, path)
        for (key, member) in members {
          look(at: member, .list(element), path: "\(path).\(key).member")
        }
        return
      }
      for (key, member) in members { look(at: member, inner, path: "\(path).\(key).member") }
    case .structure(let members, _):
      for member in members { look(at: value, member, path) }
    case .attributeValue, .flag, .number, .any: return
    }
  }

  /// The keys of a map are refused for the map as a whole.
  private mutating func look(at members: JSONObject, keys rule: InputShape.TextRule, _ path: String)
  {
    var one = Violations()
    for key in members.keys where one.list.isEmpty { one.look(at: key, rule, path) }
    guard !one.list.isEmpty else { return }
    var bounds: [String] = []
    if let length = rule.length {
      bounds.append("Member must have length less than or equal to \(length.upperBound)")
      bounds.append("Member must have length greater than or equal to \(length.lowerBound)")
    }
    if let pattern = rule.pattern {
      bounds.append("Member must satisfy regular expression pattern: \(pattern.text)")
    }
    note(
      .object(members),
      path,
      "Map keys must satisfy constraint: [\(bounds.joined(separator: ", "))]"
    )
  }

  private mutating func look(at value: JSON, _ member: InputShape.Member, _ path: String) {
    var place: String {
      path.isEmpty ? member.shownName : "\(path).\(member.shownName)"
    }
    guard let inner = value[member.name], !inner.isNull else {
      if member.isRequired { note(.null, place, "Member must not be null") }
      return
    }
    guard !member.shape.isUnbounded else { return }
    look(at: inner, member.shape, path: place)
  }

  /// The lengths of a map's lists are refused for the map as a whole.
  private mutating func look(at members: JSONObject, _ lengths: ClosedRange<Int>, _ path: String) {
    guard !members.values.allSatisfy({ lengths.contains($0.array?.count ?? lengths.lowerBound) })
    else { return }
    note(
      .object(members),
      path,
      "Map value must satisfy constraint: [Member must have length less than or equal to "
        + "\(lengths.upperBound), Member must have length greater than or equal to "
        + "\(lengths.lowerBound)]"
    )
  }

  private mutating func look(
    at count: Int,
    _ range: ClosedRange<Int>?,
    _ value: JSON?,
    _ path: String
  ) {
    guard let range else { return }
    if count > range.upperBound {
      note(value, path, "Member must have length less than or equal to \(range.upperBound)")
    } else if count < range.lowerBound {
      note(value, path, "Member must have length greater than or equal to \(range.lowerBound)")
    }
  }

  private mutating func look(at text: String, _ rule: InputShape.TextRule, _ path: String) {
    if rule.takesARN, text.hasPrefix("arn:") { return }
    if let pattern = rule.pattern, !pattern.matches(text) {
      note(
        .string(text),
        path,
        "Member must satisfy regular expression pattern: \(pattern.text)"
      )
    }
    if let length = rule.length {
      look(at: text.utf16.count, length, rule.isSensitive ? nil : .string(text), path)
    }
    if let values = rule.values, !values.contains(text) {
      note(
        .string(text),
        path,
        "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
      )
    }
  }

  /// Notes a violation by a value; by one that is kept secret where there is `nil`.
  private mutating func note(_ value: JSON?, _ path: String, _ constraint: String) {
    guard list.count < Violations.most else { return }
    let shown = value.map { $0.isNull ? " null" : " '\(Violations.shown($0))'" } ?? ""
    list.append("Value\(shown) at '\(path)' failed to satisfy constraint: \(constraint)")
  }

  private static func shown(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .array(let values): "[\(values.map(shown).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.map { "\($0.key)=\(shown($0.value))" }.joined(separator: ", "))}"
    default: value.text()
    }
  }
}
