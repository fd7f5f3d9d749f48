internal import JSONValue

/// The format of a stage's access log: text with `$context.…` variables.
struct AccessLogFormat: Sendable {
  /// The variables that have a value here, named as `$context` has them.
  enum Variable: String, Sendable {
    case requestID = "requestId"
    case extendedRequestID = "extendedRequestId"
    case sourceAddress = "identity.sourceIp"
    case userAgent = "identity.userAgent"
    case apiKeyID = "identity.apiKeyId"
    case requestTime
    case requestTimeEpoch
    case method = "httpMethod"
    case resourcePath
    case path
    case protocolName = "protocol"
    case status
    case stage
    case apiID = "apiId"
    case domainName
    case accountID = "accountId"
    case traceID = "xrayTraceId"
    case responseLength
    case responseLatency
    case integrationLatency
    case integrationLatencyOld = "integration.latency"
    case integrationRequestID = "integration.requestId"
    case endpointRequestID = "awsEndpointRequestId"
    case errorMessage = "error.message"
    /// The message as a JSON string, in its quotes.
    case errorMessageString = "error.messageString"
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
