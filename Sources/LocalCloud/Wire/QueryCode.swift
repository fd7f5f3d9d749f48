internal import AWSWire

/// The codes that the query protocol has in place of those of the JSON protocols.
enum QueryCode {
  /// The query protocol's code for `code` in a service.
  static func of(_ code: String, in service: AWSService) -> String {
    switch code {
    // CloudWatch has both, for alarms and for what tags are on.
    case "ResourceNotFoundException" where service == .cloudWatch: code
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
