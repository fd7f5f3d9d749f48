/// Why a call to a service brought no result.
package struct AWSError: Error, Hashable, Sendable {
  /// Which part of the way failed.
  package enum Kind: Hashable, Sendable {
    /// The service answered with an error of its own.
    case service
    /// The service said to slow down.
    case throttled
    /// The credentials were missing, wrong, expired or not allowed to do this.
    case denied
    /// No answer came: refused, timed out, or cut off.
    case unreachable
    /// An answer came that is not of the service's form.
    case unreadable
  }

  /// Which part of the way failed.
  package var kind: Kind
  /// The service's code without prefix or suffix, such as `ResourceNotFoundException`.
  package var code: String
  /// The service's own sentence, or the transport's.
  package var message: String
  /// The HTTP status; 0 where no answer came.
  package var status: Int
  /// The request id the service gave, to quote to its support.
  package var requestID: String?
  /// The operation, such as `dynamodb GetItem`.
  package var operation: String
  /// Whether any byte of the request may have reached the service.
  package var mayHaveBeenSent: Bool
  /// The answer's body where it could not be understood; at most 2,048 bytes.
  package var rawBody: String?
  /// What gave the key that was refused, such as `ROLLCALL_API_KEY`, where that is known.
  package var keySource: String?
  /// Whether a web page came in place of the service's answer.
  package var isWebPage = false

  /// Makes an error; what is not known is left out.
  package init(
    kind: Kind,
    code: String,
    message: String,
    status: Int = 0,
    requestID: String? = nil,
    operation: String = "",
    mayHaveBeenSent: Bool = true,
    rawBody: String? = nil
  ) {
    self.kind = kind
    self.code = code
    self.message = message
    self.status = status
    self.requestID = requestID
    self.operation = operation
    self.mayHaveBeenSent = mayHaveBeenSent
    self.rawBody = rawBody
  }

  /// The bare code inside a wire code such as `com.amazonaws.dynamodb.v20120810#X` or `X:http://…`.
  package static func bareCode(_ wireCode: String) -> String {
    let afterHash = wireCode.split(separator: "#").last ?? Substring(wireCode)
    return String(afterHash.prefix { $0 != ":" })
  }
}
