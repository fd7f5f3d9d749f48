package import AWSWire
package import JSONValue

/// Reads the members of an operation's input and words what is wrong with them.
///
/// This room is what the services share for reading inputs: members, pages and ids. It knows no
/// operation of any service. Scalars are also read from text, which is all the query protocol has.
package struct CallInput: Sendable {
  /// The members.
  package let json: JSON
  /// The code that faults are answered with.
  package let code: String

  /// Wraps an input whose faults are answered with `code`.
  package init(_ json: JSON, code: String = "ValidationException") {
    self.json = json
    self.code = code
  }

  /// The refusal of the whole input.
  package func fault(_ message: String) -> CloudError { CloudError(code, message) }

  /// The refusal of one member, as the services word it.
  package func fault(_ key: String, _ value: String?, _ constraint: String) -> CloudError {
    let shown = value.map { "'\($0)'" } ?? "null"
    return fault(
      "1 validation error detected: Value \(shown) at '\(CallInput.lowered(key))' failed to "
        + "satisfy constraint: \(constraint)"
    )
  }

  private static func lowered(_ key: String) -> String {
    guard let first = key.first else { return key }
    return first.lowercased() + key.dropFirst()
  }

  /// Whether the member is there and not null.
  package func has(_ key: String) -> Bool { json[key].map { !$0.isNull } ?? false }

  /// A text that may be left out.
  package func text(optional key: String) -> String? { json[key]?.string }

  /// A text that must be there and not be empty.
  ///
  /// - Throws: `CloudError` where it is missing or empty.
  package func text(_ key: String) throws -> String {
    guard let text = json[key]?.string else {
      throw fault(key, nil, "Member must not be null")
    }
    guard !text.isEmpty else {
      throw fault(key, "", "Member must have length greater than or equal to 1")
    }
    return text
  }

  /// A whole number that may be left out but must lie in `range`.
  ///
  /// - Throws: `CloudError` where it is no whole number or out of range.
  package func int(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    guard let value = json[key], !value.isNull else { return nil }
    guard let number = value.int ?? value.string.flatMap({ Int($0) }) else {
      throw fault("\(key) must be a whole number")
    }
    guard number <= range.upperBound else {
      throw fault(
        key,
        String(number),
        "Member must have value less than or equal to \(range.upperBound)"
      )
    }
    guard number >= range.lowerBound else {
      throw fault(
        key,
        String(number),
        "Member must have value greater than or equal to \(range.lowerBound)"
      )
    }
    return number
  }

  /// A number that may be left out.
  package func double(_ key: String) -> Double? {
    json[key]?.double ?? json[key]?.string.flatMap { Double($0) }
  }

  /// A truth value that may be left out.
  package func bool(_ key: String) -> Bool? {
    json[key]?.bool ?? json[key]?.string.flatMap { Bool($0.lowercased()) }
  }

  /// A list; empty where it is left out.
  package func list(_ key: String) -> [JSON] { json[key]?.array ?? [] }

  /// A list of texts; empty where it is left out.
  package func texts(_ key: String) -> [String] { list(key).compactMap(\.string) }

  /// A moment in seconds since the epoch or in ISO 8601, that may be left out.
  package func moment(_ key: String) -> Instant? {
    if let seconds = json[key]?.double { return CallInput.moment(seconds) }
    guard let text = json[key]?.string else { return nil }
    return Instant(iso8601: text) ?? Double(text).flatMap { CallInput.moment($0) }
  }

  /// The moment `seconds` after the epoch; `nil` for one that no calendar has.
  private static func moment(_ seconds: Double) -> Instant? {
    abs(seconds) < 1e11 ? Instant(seconds: seconds) : nil
  }

  /// A text that may be left out but must be one of `values`.
  ///
  /// - Throws: `CloudError` where it is none of them.
  package func choice(_ key: String, of values: [String]) throws -> String? {
    guard let text = json[key]?.string else { return nil }
    guard values.contains(text) else {
      throw fault(
        key,
        text,
        "Member must satisfy enum value set: [\(values.joined(separator: ", "))]"
      )
    }
    return text
  }
}

extension Instant {
  /// The moment as the JSON protocols write it: seconds with a fraction.
  package var wire: JSON { .number(JSONNumber(seconds)) }
}
