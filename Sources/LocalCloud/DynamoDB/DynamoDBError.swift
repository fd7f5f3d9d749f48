internal import JSONValue

/// The errors that DynamoDB answers, with their exact codes and sentences.
enum DynamoDBError {
  /// An operation that DynamoDB does not have, or that is not emulated.
  static func unknownOperation(_ name: String) -> CloudError {
    CloudError("UnknownOperationException", "Unknown operation: \(name)")
  }

  /// A refusal of an input; `message` is the whole sentence that the caller sees.
  static func validation(_ message: String) -> CloudError {
    CloudError("ValidationException", message)
  }

  /// A refusal of one value among others.
  static func invalidParameter(_ reason: String) -> CloudError {
    validation("One or more parameter values were invalid: \(reason)")
  }

  /// An error's type on the wire, with the model that declares it before its code.
  static func wireType(_ code: String) -> String {
    switch code {
    case "ValidationException": "com.amazon.coral.validate#\(code)"
    case "SerializationException", "UnknownOperationException", "AccessDeniedException",
      "IncompleteSignatureException", "InvalidSignatureException",
      "MissingAuthenticationTokenException", "UnrecognizedClientException",
      "ServiceUnavailableException", "InternalFailure":
      "com.amazon.coral.service#\(code)"
    default: "com.amazonaws.dynamodb.v20120810#\(code)"
    }
  }

  /// There is no such table, as calls on items are told: without its name.
  static let tableNotFound = CloudError(
    "ResourceNotFoundException",
    "Requested resource not found"
  )

  /// There is no such table, as calls on the table itself are told: with its name.
  static func tableNotFound(_ name: String) -> CloudError {
    CloudError(
      "ResourceNotFoundException",
      "Requested resource not found: Table: \(name) not found"
    )
  }

  /// The name of a table to be made is taken.
  static func tableExists(_ name: String) -> CloudError {
    CloudError("ResourceInUseException", "Table already exists: \(name)")
  }

  /// A condition did not hold; `item` is what was there, `nil` where it is not to be shown.
  static func conditionFailed(item: JSON?) -> CloudError {
    CloudError(
      "ConditionalCheckFailedException",
      "The conditional request failed",
      members: item.map { ["Item": $0] } ?? [:]
    )
  }

  /// A refusal of an expression; `kind` is the member it stands in, such as `FilterExpression`.
  static func invalid(_ kind: String, _ reason: String) -> CloudError {
    validation("Invalid \(kind): \(reason)")
  }

  /// An operand of a type that a function has no use for.
  static func wrongOperand(_ kind: String, _ function: String, _ type: String) -> CloudError {
    invalid(
      kind,
      "Incorrect operand type for operator or function; operator or function: \(function), "
        + "operand type: \(type)"
    )
  }

  /// A `Key` has other attributes than the table's key, or such of other types.
  static let keySchemaMismatch = validation("The provided key element does not match the schema")

  /// An item to be stored lacks the key attribute `name`.
  static func missingKey(_ name: String) -> CloudError {
    validation(
      "One or more parameter values were invalid: Missing the key \(name) in the item"
    )
  }

  /// A key attribute has another type than the table says, each type by its code, such as `S`.
  static func keyTypeMismatch(_ name: String, expected: String, actual: String) -> CloudError {
    validation(
      "One or more parameter values were invalid: Type mismatch for key \(name) "
        + "expected: \(expected) actual: \(actual)"
    )
  }

  /// A key attribute of `type` is empty.
  static func emptyKey(_ name: String, type: String) -> CloudError {
    validation(
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
        + "contain an empty \(type == "B" ? "binary" : "string") value. Key: \(name)"
    )
  }

  /// An item to be put has more than `ItemSize.limit` bytes.
  static let itemTooLarge = validation("Item size has exceeded the maximum allowed size")
}
