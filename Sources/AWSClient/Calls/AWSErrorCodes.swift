/// The services' codes that decide what is done about an error.
enum AWSErrorCodes {
  /// Codes that ask to slow down.
  static let throttled: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
    "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
    "ThrottlingException", "TooManyRequestsException", "TransactionInProgressException",
  ]

  /// Codes of failures that pass by themselves.
  static let transient: Set<String> = [
    "InternalError", "InternalFailure", "InternalServerError", "InternalServerException",
    "InternalServiceError", "InternalServiceFault", "RequestTimeout", "RequestTimeoutException",
    "ServiceUnavailable", "ServiceUnavailableException",
  ]

  /// Codes about who asks, not about what is asked.
  static let denied: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AuthFailure", "ExpiredToken",
    "ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException",
    "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidSignatureException",
    "MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotAuthorized",
    "OptInRequired", "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
    "SignatureDoesNotMatch", "UnauthorizedOperation", "UnrecognizedClientException",
  ]

  /// Codes that a wrong clock causes, among other things.
  static let mayBeClock: Set<String> = [
    "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
    "RequestTimeTooSkewed", "SignatureDoesNotMatch",
  ]

  /// Codes of credentials whose time is over.
  static let expired: Set<String> = ["ExpiredToken", "ExpiredTokenException"]
}
