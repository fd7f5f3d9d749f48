internal import AWSWire
internal import JSONValue

/// Makes an error of whatever a service, or something on the way to it, answered.
///
/// Nothing is decided by the content type, because services, proxies and stand-ins get it wrong.
enum ErrorReader {
  /// How much of an answer that could not be understood is kept, in bytes.
  static let keptBytes = 2048

  /// The error that `response` tells of, or, for a status below 300, its unreadable body.
  static func error(in response: HTTPResponse, operation: String) -> AWSError {
    let document = try? JSON(parsing: response.body)
    let fault = document == nil ? XMLFault(response.body) : nil
    let members = document?.object
    let code = code(response.headers, members) ?? fault?.code
    let message = message(members) ?? fault?.message
    let isPage = code == nil && message == nil && WebPage.isOne(response.body)
    var kind = kind(code: code, status: response.status, operation: operation)
    // It was not the service that refused.
    if isPage, kind == .denied { kind = .unreadable }
    var error = AWSError(
      kind: kind,
      code: code ?? "HTTP\(response.status)",
      message: message ?? standIn(for: response, hasCode: code != nil),
      status: response.status,
      requestID: response.headers.requestID ?? fault?.requestID,
      operation: operation,
      rawBody: code == nil || message == nil ? start(of: response.body) : nil
    )
    error.isWebPage = isPage
    return error
  }

  /// The error of a success whose body is not what the service promises.
  static func unreadable(_ response: HTTPResponse, why: String, operation: String) -> AWSError {
    let isPage = WebPage.isOne(response.body)
    var error = AWSError(
      kind: .unreadable,
      code: "UnreadableAnswer",
      message: isPage ? WebPage.words(status: response.status) : why,
      status: response.status,
      requestID: response.headers.requestID,
      operation: operation,
      rawBody: start(of: response.body)
    )
    error.isWebPage = isPage
    return error
  }

  /// How long the service asks to wait.
  static func advisedDelay(_ headers: HTTPHeaders) -> Duration? {
    if let text = headers["x-amz-retry-after"], let milliseconds = Int(text), milliseconds >= 0 {
      return .milliseconds(milliseconds)
    }
    guard let text = headers["retry-after"], let seconds = Int(text), seconds >= 0 else {
      return nil
    }
    return .seconds(seconds)
  }

  private static func code(_ headers: HTTPHeaders, _ members: JSONObject?) -> String? {
    // Query-compatible services repeat the code that their older protocol used, as `Code;Fault`.
    let queryCode = headers["x-amzn-query-error"]?.split(separator: ";").first.map(String.init)
    let wireCode =
      queryCode ?? headers["x-amzn-errortype"] ?? members?["__type"]?.string
      ?? members?["code"]?.string ?? members?["Code"]?.string
    return wireCode.map(AWSError.bareCode).flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func message(_ members: JSONObject?) -> String? {
    for key in ["message", "Message", "errorMessage"] {
      if let text = members?[key]?.string { return text }
    }
    return nil
  }

  private static func kind(code: String?, status: Int, operation: String) -> AWSError.Kind {
    guard let code else {
      if status == 429 { return .throttled }
      return status == 401 || status == 403 ? .denied : .unreadable
    }
    if AWSErrorCodes.throttled.contains(code) || status == 429 { return .throttled }
    if AWSErrorCodes.denied.contains(code) || status == 401 || status == 403 { return .denied }
    // For most operations this is the service's word for throttling, but Live Tail means its cap on
    // sessions by it, which waiting does not lift.
    if code == "LimitExceededException", !operation.hasSuffix("StartLiveTail") { return .throttled }
    return .service
  }

  private static func standIn(for response: HTTPResponse, hasCode: Bool) -> String {
    if hasCode { return "no reason given" }
    if WebPage.isOne(response.body) { return WebPage.words(status: response.status) }
    if response.body.isEmpty { return "status \(response.status) without a body" }
    return "status \(response.status) with a body that is not of the service's form"
  }

  private static func start(of body: [UInt8]) -> String? {
    body.isEmpty ? nil : String(decoding: body.prefix(keptBytes), as: UTF8.self)
  }
}
