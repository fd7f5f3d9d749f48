/// Header fields in the order they were written; names are compared without regard to case.
package struct HTTPHeaders: Sendable {
  /// One field.
  package struct Field: Hashable, Sendable {
    /// The name as it was written.
    package var name: String
    /// The value without white space around it.
    package var value: String
  }

  /// The fields, in order.
  package private(set) var fields: [Field]

  /// The value of the first field called `name`; setting replaces all of that name.
  package subscript(name: String) -> String? {
    get { fields.first { HTTPHeaders.areSame($0.name, name) }?.value }
    set {
      fields.removeAll { HTTPHeaders.areSame($0.name, name) }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// The id that an AWS service gave the request.
  package var requestID: String? {
    self["x-amzn-requestid"] ?? self["x-amz-request-id"] ?? self["x-amz-requestid"]
  }

  /// Adds a field at the end, also where there is one of that name.
  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }

  private static func areSame(_ left: String, _ right: String) -> Bool {
    let (a, b) = (left.utf8, right.utf8)
    return a.count == b.count && zip(a, b).allSatisfy { lowered($0) == lowered($1) }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
  /// Makes fields from names and values, in order.
  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// Makes fields.
  package init(arrayLiteral elements: Field...) { fields = elements }
}
