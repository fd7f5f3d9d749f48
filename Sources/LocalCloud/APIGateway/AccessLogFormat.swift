internal import JSONValue

/// The format of a stage's access log: text with `$context.…` variables.
struct AccessLogFormat: Sendable {
  /// The variables that have a value here, named as `$context` has them.
  enum Variable: String, Sendable {
    /// The request's id, a UUID, which answers carry as `x-amzn-RequestId`.
    case requestID = "requestId"
    /// The id that answers carry as `x-amz-apigw-id`.
    case extendedRequestID = "extendedRequestId"
    /// The caller's IP address.
    case sourceAddress = "identity.sourceIp"
    /// The `User-Agent` header.
    case userAgent = "identity.userAgent"
    /// The id, not the value, of the API key that let the request pass.
    case apiKeyID = "identity.apiKeyId"
    /// When the request began, such as `09/Apr/2015:12:34:56 +0000`.
    case requestTime
    /// When the request began, in milliseconds since the epoch.
    case requestTimeEpoch
    /// The HTTP method.
    case method = "httpMethod"
    /// The path as the API declares it, such as `/users/{id}`.
    case resourcePath
    /// The path as it was asked for, the stage with it.
    case path
    /// The HTTP version, such as `HTTP/1.1`.
    case protocolName = "protocol"
    /// The HTTP status of the answer.
    case status
    /// The stage's name.
    case stage
    /// The API's id.
    case apiID = "apiId"
    /// The `Host` header.
    case domainName
    /// The account that the API belongs to; twelve digits.
    case accountID = "accountId"
    /// The `X-Amzn-Trace-Id` that the function gets, such as `Root=1-…`.
    case traceID = "xrayTraceId"
    /// The size of the answer's body in bytes.
    case responseLength
    /// How long the whole exchange took, in milliseconds, rounded up.
    case responseLatency
    /// How long the function took to answer, in milliseconds, rounded up.
    case integrationLatency
    /// The same as `integrationLatency`, under its other name.
    case integrationLatencyOld = "integration.latency"
    /// The request id of the function's invocation.
    case integrationRequestID = "integration.requestId"
    /// The same as `integrationRequestID`, under its other name.
    case endpointRequestID = "awsEndpointRequestId"
    /// What the gateway itself answered, such as `Forbidden`.
    case errorMessage = "error.message"
    /// The message as a JSON string, in its quotes.
    case errorMessageString = "error.messageString"
    /// The type of the gateway's own answer, such as `THROTTLED`.
    case errorType = "error.responseType"
  }

  private enum Piece: Sendable {
    case text(String)
    /// `nil` for a variable that never has a value here.
    case variable(Variable?)
  }

  private let pieces: [Piece]

  /// Reads a format.
  init(_ format: String) {
    var pieces: [Piece] = []
    var rest = format[...]
    while let start = rest.firstRange(of: "$context.") {
      pieces.append(.text(String(rest[..<start.lowerBound])))
      let name = rest[start.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "." }
      let trimmed = name.hasSuffix(".") ? name.dropLast() : name
      pieces.append(.variable(Variable(rawValue: String(trimmed))))
      rest = rest[trimmed.endIndex...]
    }
    pieces.append(.text(String(rest)))
    self.pieces = pieces
  }

  /// The line of one request; a variable that has no value is `-`.
  func line(_ value: (Variable) -> String?) -> String {
    var line = ""
    line.reserveCapacity(512)
    for piece in pieces {
      switch piece {
      case .text(let text): line += text
      case .variable(nil): line += "-"
      case .variable(.errorMessageString):
        line += JSON.string(value(.errorMessageString) ?? "-").text()
      case .variable(let variable?):
        line += AccessLogFormat.escaped(value(variable) ?? "-")
      }
    }
    return line
  }

  /// The value as it stands between the quotes of a JSON string.
  private static func escaped(_ value: String) -> String {
    let isPlain = value.utf8.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }
    return isPlain ? value : String(JSON.string(value).text().dropFirst().dropLast())
  }
}
