/// A JSON document as a value (RFC 8259).
///
/// This room reads and writes JSON and nothing else: it knows no service, no schema and no file.
/// Objects keep the order of their keys and numbers keep the digits they were written with, because
/// both are visible to people and are part of what the services promise.
package enum JSON: Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number.
  case number(JSONNumber)
  /// A text.
  case string(String)
  /// Elements in order.
  case array([JSON])
  /// Members with names.
  case object(JSONObject)
}

extension JSON: Hashable {
  /// Compares two documents; the order of an object's members does not count, and text is equal
  /// where its bytes are: the services do not take composed and decomposed letters for the same.
  package static func == (left: JSON, right: JSON) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.isExactly(b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }

  /// Feeds what equality looks at into `hasher`.
  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .number(let value): hasher.combine(value)
    case .string(let value): hasher.combine(value)
    case .array(let values): hasher.combine(values)
    case .object(let members): hasher.combine(members)
    }
  }
}

extension JSON {
  /// The truth value, where this is one.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The text, where this is a string.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The number, where this is one.
  package var number: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The number as an integer, where this is a number that is whole and fits.
  package var int: Int? { number?.int }

  /// The number as a double, where this is a number.
  package var double: Double? { number?.double }

  /// The elements, where this is an array.
  package var array: [JSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  /// The members, where this is an object.
  package var object: JSONObject? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Whether this is `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The member called `key`, where this is an object that has it; setting `nil` removes it.
  package subscript(key: String) -> JSON? {
    get {
      if case .object(let members) = self { members[key] } else { nil }
    }
    set {
      var members = object ?? [:]
      members[key] = newValue
      self = .object(members)
    }
  }

  /// The element at `index`, where this is an array that long.
  package subscript(index: Int) -> JSON? {
    if case .array(let values) = self, values.indices.contains(index) { values[index] } else { nil }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// Makes a JSON string.
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByBooleanLiteral {
  /// Makes a JSON truth value.
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
  /// Makes a whole JSON number.
  package init(integerLiteral value: Int) { self = .number(JSONNumber(value)) }

  /// Makes a JSON number with a fraction.
  package init(floatLiteral value: Double) { self = .number(JSONNumber(value)) }
}

extension JSON: ExpressibleByNilLiteral {
  /// Makes JSON's `null`.
  package init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByArrayLiteral {
  /// Makes a JSON array.
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  /// Makes a JSON object; of a key that is given twice the last one counts.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }
}

extension JSON {
  /// Makes a JSON string, or `null` where there is none.
  package init(_ value: String?) { self = value.map(JSON.string) ?? .null }

  /// Makes a JSON number, or `null` where there is none.
  package init(_ value: Int?) { self = value.map { .number(JSONNumber($0)) } ?? .null }

  /// Makes a JSON number, or `null` where there is none.
  package init(_ value: Double?) { self = value.map { .number(JSONNumber($0)) } ?? .null }

  /// Makes a JSON truth value, or `null` where there is none.
  package init(_ value: Bool?) { self = value.map(JSON.bool) ?? .null }
}
