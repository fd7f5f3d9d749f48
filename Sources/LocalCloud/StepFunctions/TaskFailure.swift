internal import AWSWire
internal import JSONValue

/// Why a task went wrong, as the history says it.
struct TaskFailure: Error {
  /// The name that `Retry` and `Catch` go by, such as `Lambda.ServiceException`.
  let error: String
  /// What went wrong, in words.
  let cause: String

  /// An error of a service, with the cause as the AWS SDK for Java words it.
  init(_ error: CloudError, _ names: Integration.Names, isPlain: Bool = false) {
    // Refusals of the input are no part of a service's model, so the SDK has one name for all.
    let isUnmodelled = ["ValidationException", "SerializationException"].contains(error.code)
    let name = error.code.hasSuffix("Exception") ? error.code : error.code + "Exception"
    self.error = "\(names.prefix).\(isUnmodelled ? names.base : name)"
    let requestID = UniqueID.uuid()
    // The SDK's own words for a code of the query protocol leave the suffix out.
    let code = names.prefix == "SNS" ? QueryCode.of(error.code, in: .sns) : error.code
    cause =
      isPlain
      ? "\(error.message) (Service: \(names.client), Status Code: \(error.status), Request ID: "
        + "\(requestID))"
      : "\(error.message) (Service: \(names.client); Status Code: \(error.status); Error Code: "
        + "\(code); Request ID: \(requestID); Proxy: null)"
  }

  /// A failure of another kind.
  init(error: String, cause: String) { (self.error, self.cause) = (error, cause) }
}
