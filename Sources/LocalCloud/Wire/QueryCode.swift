/// The codes that the query protocol has in place of those of the JSON protocols.
enum QueryCode {
  /// The query protocol's code for `code`.
  static func of(_ code: String) -> String {
    switch code {
    case "MissingAuthenticationTokenException": "MissingAuthenticationToken"
    case "IncompleteSignatureException": "IncompleteSignature"
    case "InvalidSignatureException": "SignatureDoesNotMatch"
    case "UnrecognizedClientException": "InvalidClientTokenId"
    case "UnknownOperationException": "InvalidAction"
    case "InvalidParameterException": "InvalidParameter"
    case "InvalidParameterValueException": "InvalidParameterValue"
    case "InvalidParameterCombinationException": "InvalidParameterCombination"
    case "MissingRequiredParameterException": "MissingParameter"
    case "ResourceNotFoundException": "ResourceNotFound"
    case "NotFoundException": "NotFound"
    default: code
    }
  }
}
