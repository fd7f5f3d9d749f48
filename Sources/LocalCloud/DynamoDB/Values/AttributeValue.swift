internal import JSONValue

/// Checks and compares attribute values in their wire form, such as `{"S": "x"}`.
enum AttributeValue {
  /// How deep lists and maps may nest.
  static let depthLimit = 32
  /// The most bytes that an attribute's name may have.
  private static let longestName = 65_535

  /// The type of a value, such as `S`; `nil` where it is not of the form.
  static func type(of value: JSON) -> String? {
    guard let members = value.object, members.count == 1 else { return nil }
    return members.first?.key
  }

  /// Checks every attribute of an item and gives it as it is stored: numbers in their one form.
  ///
  /// - Throws: `CloudError` where one is not of the form.
  static func checked(item: JSON) throws -> JSON {
    var copy = item
    for (name, value) in item.object ?? [:] {
      try checkName(name)
      if let changed = try normalized(value) { copy[name] = changed }
    }
    return copy
  }

  /// Refuses a name that no attribute can have.
  private static func checkName(_ name: String) throws {
    guard !name.isEmpty else { throw DynamoDBError.validation("Empty attribute name") }
    guard name.utf8.count <= longestName else {
      throw DynamoDBError.validation(
        "Attribute name is too large, must be less than \(longestName + 1) bytes"
      )
    }
  }

  /// Checks one value and gives it as it is stored.
  ///
  /// - Throws: `CloudError` where it is not of the form.
  static func checked(_ value: JSON) throws -> JSON { try normalized(value) ?? value }

  /// The value as it is stored; `nil` where it is that already.
  private static func normalized(_ value: JSON, depth: Int = 1) throws -> JSON? {
    guard depth <= depthLimit else {
      throw DynamoDBError.validation(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
          + "beyond supported limit"
      )
    }
    let members = value.object ?? [:]
    var found: (type: String, payload: JSON)?
    for (type, payload) in members where types.contains(type) && !payload.isNull {
      guard found == nil else {
        throw DynamoDBError.validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
            + "the supported datatypes"
        )
      }
      found = (type, payload)
    }
    guard let (type, payload) = found else {
      throw DynamoDBError.validation(
        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
      )
    }
    let new = try normalized(type, payload, depth)
    if let new { return [type: new] }
    return members.count == 1 ? nil : [type: payload]
  }

  /// The types that there are.
  static let types: Set<String> = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"]

  private static func normalized(_ type: String, _ payload: JSON, _ depth: Int) throws -> JSON? {
    switch (type, payload) {
    case ("N", .string(let text)):
      let plain = try DecimalNumber(wire: text).text
      return plain == text ? nil : .string(plain)
    case ("NULL", _):
      guard payload == .bool(true) || payload.string?.lowercased() == "true" else {
        throw DynamoDBError.invalidParameter(
          "Null attribute value types must have the value of true"
        )
      }
      if payload.bool == nil { return true }
      return Optional.none
    case ("BOOL", .string(let text)): return .bool(text.lowercased() == "true")
    case ("L", .array(let values)):
      var copy = values
      var isChanged = false
      for (index, value) in values.enumerated() {
        guard let new = try normalized(value, depth: depth + 1) else { continue }
        copy[index] = new
        isChanged = true
      }
      return isChanged ? .array(copy) : nil
    case ("M", .object(let members)):
      var copy = members
      var isChanged = false
      for (name, value) in members {
        try checkName(name)
        guard let new = try normalized(value, depth: depth + 1) else { continue }
        copy[name] = new
        isChanged = true
      }
      return isChanged ? .object(copy) : nil
    case ("SS", .array(let values)), ("NS", .array(let values)), ("BS", .array(let values)):
      return try normalized(set: values, of: type)
    default: return nil
    }
  }

  private static func normalized(set values: [JSON], of type: String) throws -> JSON? {
    guard !values.isEmpty else {
      let reason =
        switch type {
        case "SS": "An string set  may not be empty"
        case "NS": "An number set  may not be empty"
        default: "Binary sets should not be empty"
        }
      throw DynamoDBError.invalidParameter(reason)
    }
    var seen: Set<String> = []
    var texts: [JSON] = []
    for value in values {
      let text = value.string ?? ""
      let plain = type == "NS" ? try DecimalNumber(wire: text).text : text
      texts.append(.string(plain))
      guard seen.insert(plain).inserted else {
        if type == "NS" {
          throw DynamoDBError.validation("Input collection contains duplicates")
        }
        let list = values.map { $0.string ?? "" }.joined(separator: ", ")
        throw DynamoDBError.invalidParameter(
          "Input collection [\(list)]\(type == "BS" ? "of type BS" : "") contains duplicates."
        )
      }
    }
    return type == "NS" ? .array(texts) : nil
  }
}
