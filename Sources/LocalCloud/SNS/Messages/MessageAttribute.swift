internal import JSONValue

/// A named value beside a message.
struct MessageAttribute: Hashable, Sendable {
  /// Up to 255 ASCII letters, digits, `-`, `_` and single dots within.
  let name: String
  /// Such as `String`, `String.Array`, `Number`, `Binary`, or one of these with a label behind a dot.
  let type: String
  /// The text, or the bytes in Base64.
  let value: String

  private static let longestName = 256

  /// What a filter compares with; `nil` for what filters do not see.
  var filterValue: JSON? {
    switch type.prefix(while: { $0 != "." }) {
    case "Binary": nil
    case "Number": Double(value).flatMap { _ in try? JSON(parsing: value) }
    default: type == "String.Array" ? (try? JSON(parsing: value)) : .string(value)
    }
  }

  /// How much of a message's limit it takes, in bytes.
  var size: Int { name.utf8.count + type.utf8.count + value.utf8.count }

  /// Reads the attributes of an input, which stand at `path` in it.
  ///
  /// - Throws: `CloudError` as SNS words it.
  static func all(_ document: JSON?, at path: String) throws -> [MessageAttribute] {
    try (document?.object ?? [:]).map { name, value in
      guard let type = value["DataType"]?.string else {
        throw CloudError(
          "ValidationError",
          "1 validation error detected: Value null at '\(path).\(name).member.dataType' failed to "
            + "satisfy constraint: Member must not be null"
        )
      }
      try check(name: name)
      return try MessageAttribute(name: name, type: type, value)
    }
  }

  /// Reads one attribute.
  private init(name: String, type: String, _ value: JSON) throws {
    let base = String(type.prefix { $0 != "." })
    guard ["String", "Number", "Binary"].contains(base) else {
      throw SNSError.invalidValue(
        "The message attribute '\(name)' has an invalid message attribute type, the set of "
          + "supported type prefixes is Binary, Number, and String."
      )
    }
    let field = base == "Binary" ? "Binary" : "String"
    let (own, other) =
      field == "Binary" ? ("BinaryValue", "StringValue") : ("StringValue", "BinaryValue")
    guard let text = value[own]?.string else {
      guard value[other]?.string?.isEmpty == false else {
        throw MessageAttribute.empty(name, type)
      }
      throw SNSError.invalidValue(
        "The message attribute '\(name)' with type '\(type)' must use field '\(field)'."
      )
    }
    guard !text.isEmpty else { throw MessageAttribute.empty(name, type) }
    guard base != "Number" || Double(text)?.isFinite == true else {
      throw SNSError.invalidValue(
        "Could not cast message attribute '\(name)' value to number."
      )
    }
    (self.name, self.type, self.value) = (name, type, text)
  }

  private static func empty(_ name: String, _ type: String) -> CloudError {
    SNSError.invalidValue(
      "The message attribute '\(name)' must contain non-empty message attribute value for message "
        + "attribute type '\(type)'."
    )
  }

  private static func check(name: String) throws {
    guard name.utf8.count < longestName else {
      throw SNSError.invalidValue("Length of message attribute name must be less than 256 bytes.")
    }
    let stranger = name.unicodeScalars.first { scalar in
      !(scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "-_.".unicodeScalars.contains(scalar)))
    }
    if let stranger {
      throw SNSError.invalidValue(
        "Invalid non-alphanumeric character '#x\(String(stranger.value, radix: 16, uppercase: true))'"
          + " was found in the message attribute name. Can only include alphanumeric characters, "
          + "hyphens, underscores, or dots."
      )
    }
    if name.hasPrefix(".") {
      throw SNSError.invalidValue(
        "Invalid message attribute name starting with character '.' was found."
      )
    }
    if name.hasSuffix(".") {
      throw SNSError.invalidValue(
        "Invalid message attribute name ending with character '.' was found."
      )
    }
    if name.contains("..") {
      throw SNSError.invalidValue(
        "Message attribute name can not have successive '.' character."
      )
    }
  }
}
