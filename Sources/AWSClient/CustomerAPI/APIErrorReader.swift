internal import AWSWire
internal import JSONValue

/// Makes errors of the REST API's answers, those of its gateway and those of its functions.
enum APIErrorReader {
  /// The error that an answer tells of; for a status that is no error, that it is not understood.
  static func error(in response: HTTPResponse, _ document: JSON, operation: String) -> AWSError {
    var (kind, code) = meaning(of: response.status)
    let words = document["error"]?.string ?? document["message"]?.string
    let isPage = words == nil && WebPage.isOne(response.body)
    // Of a page the status says nothing but that it is no answer.
    if isPage, kind != .throttled { (kind, code) = (.unreadable, "HTTP\(response.status)") }
    var error = AWSError(
      kind: document.object == nil && kind == .service ? .unreadable : kind,
      code: code,
      message: words ?? standIn(for: response, isPage: isPage),
      status: response.status,
      requestID: document["requestId"]?.string ?? response.headers.requestID,
      operation: operation,
      rawBody: words == nil && !response.body.isEmpty
        ? String(decoding: response.body.prefix(ErrorReader.keptBytes), as: UTF8.self) : nil
    )
    error.isWebPage = isPage
    return error
  }

  private static func standIn(for response: HTTPResponse, isPage: Bool) -> String {
    let status = response.status
    return isPage
      ? WebPage.words(status: status) : "status \(status) with a body that is not the API's"
  }

  private static func meaning(of status: Int) -> (AWSError.Kind, code: String) {
    switch status {
    case 400: (.service, "BadRequest")
    case 401, 403: (.denied, "Forbidden")
    case 404: (.service, "NotFound")
    case 409: (.service, "Conflict")
    case 413: (.service, "RequestTooLarge")
    case 415: (.service, "UnsupportedMediaType")
    case 429: (.throttled, "TooManyRequests")
    case 502: (.service, "BadGateway")
    case 503: (.service, "ServiceUnavailable")
    case 504: (.service, "GatewayTimeout")
    case 500...: (.service, "InternalServerError")
    default: (.unreadable, "HTTP\(status)")
    }
  }
}
