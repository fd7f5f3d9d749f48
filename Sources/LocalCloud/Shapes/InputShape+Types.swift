internal import JSONValue

extension InputShape {
  private static let package = "com.amazonaws.dynamodb.v20120810."

  private static func mismatch(_ message: String) -> CloudError {
    CloudError("SerializationException", message)
  }

  /// Refuses a value that is of another type, in the words of AWS's own deserialiser.
  ///
  /// - Throws: `CloudError` SerializationException.
  func checkType(_ value: JSON, _ words: TypeWords = .dynamoDB) throws {
    guard !value.isNull else { return }
    switch self {
    case .any: return
    case .text: try InputShape.checkScalar(value, "String", words, isRight: value.string != nil)
    case .whole(_, let kind):
      try InputShape.checkScalar(value, kind, words, isRight: value.number != nil)
    case .number: try InputShape.checkScalar(value, "Double", words, isRight: value.number != nil)
    case .flag:
      let isWord = value.string.map { ["true", "false"].contains($0.lowercased()) } ?? false
      if value.string != nil, !isWord {
        throw InputShape.mismatch("Unexpected token received from parser")
      }
      try InputShape.checkScalar(value, "Boolean", words, isRight: value.bool != nil || isWord)
    case .list(let element, _):
      guard let values = value.array else {
        throw InputShape.mismatch(
          value.object != nil
            ? "Start of structure or map found where not expected" : "Unexpected field type"
        )
      }
      for inner in values { try element.checkType(inner, words) }
    case .map(let inner, let kind, _, _):
      try InputShape.refuseList(value, words)
      guard let members = value.object else {
        let name = kind.contains(".") ? kind : InputShape.package + kind
        throw InputShape.mismatch(
          value.array != nil
            ? "Unrecognized collection type java.util.Map<java.lang.String, \(name)>"
            : "Unexpected field type"
        )
      }
      for (_, member) in members { try inner.checkType(member, words) }
    case .structure(let members, let kind):
      try InputShape.refuseList(value, words)
      try InputShape.checkObject(value, kind, otherwise: "Unexpected field type")
      for member in members {
        if let inner = value[member.name] { try member.shape.checkType(inner, words) }
      }
    case .attributeValue: try InputShape.checkAttribute(value)
    }
  }

  private static func refuseList(_ value: JSON, _ words: TypeWords) throws {
    guard words == .common, value.array != nil else { return }
    throw mismatch("Start of list found where not expected")
  }

  private static func checkObject(
    _ value: JSON,
    _ kind: String,
    otherwise message: String
  ) throws {
    guard value.object == nil else { return }
    throw mismatch(
      value.array != nil ? "Unrecognized collection type class \(package)\(kind)" : message
    )
  }

  private static func checkScalar(
    _ value: JSON,
    _ type: String,
    _ words: TypeWords,
    isRight: Bool
  ) throws {
    guard !isRight else { return }
    switch value {
    case .bool(let flag):
      throw mismatch(words.conversion(of: flag ? "TRUE_VALUE" : "FALSE_VALUE", to: type))
    case .number(let number):
      let kind = number.int == nil ? "DECIMAL_VALUE" : "NUMBER_VALUE"
      throw mismatch(words.conversion(of: kind, to: type))
    case .string: throw mismatch(words.conversion(of: "STRING_VALUE", to: type))
    case .array: throw mismatch("Unrecognized collection type class java.lang.\(type)")
    default: throw mismatch("Start of structure or map found where not expected")
    }
  }

  private static func checkAttribute(_ value: JSON) throws {
    guard let members = value.object else {
      return try checkObject(
        value,
        "AttributeValue",
        otherwise: "Unexpected value type in payload"
      )
    }
    for (type, payload) in members where !payload.isNull {
      switch type {
      case "S", "N": try InputShape.text().checkType(payload)
      case "B": try checkBlob(payload)
      case "BOOL", "NULL": try InputShape.flag.checkType(payload)
      case "SS", "NS": try InputShape.list(.text()).checkType(payload)
      case "BS":
        try InputShape.list(.any).checkType(payload)
        for element in payload.array ?? [] { try checkBlob(element) }
      case "L": try InputShape.list(.attributeValue).checkType(payload)
      case "M": try InputShape.map(.attributeValue, kind: "AttributeValue").checkType(payload)
      default: continue
      }
    }
  }

  private static func checkBlob(_ value: JSON) throws {
    switch value {
    case .string(let text): _ = try Base64Text.bytes(text)
    case .array: throw mismatch("Unrecognized collection type class java.nio.ByteBuffer")
    case .object: throw mismatch("Start of structure or map found where not expected")
    default: throw mismatch("only base-64-encoded strings are convertible to bytes")
    }
  }
}
