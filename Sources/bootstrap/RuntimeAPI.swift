internal import AWSWire
internal import JSONValue

/// How an invocation, or the start, failed, in the Runtime API's form.
struct RuntimeFailure: Hashable, Sendable {
  /// The error's name.
  let type: String
  /// The error's sentence.
  let message: String

  /// Makes a failure.
  init(type: String, message: String) {
    self.type = type
    self.message = message
  }

  /// The failure as the API takes it; of an invocation where its request id is given.
  func json(of requestID: String? = nil) -> JSON {
    var members: JSONObject = ["errorMessage": .string(message), "errorType": .string(type)]
    if let requestID { members["requestId"] = .string(requestID) }
    members["stackTrace"] = []
    return .object(members)
  }
}

/// Lambda's Runtime API, which hands out invocations and takes their results.
///
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
struct RuntimeAPI: Sendable {
  /// One invocation, as it was handed over.
  struct Invocation: Hashable, Sendable {
    /// The invocation's request id.
    let requestID: String
    /// When the function is cut off; `nil` where the API does not say.
    let deadline: Instant?
    /// The event, not yet read.
    let event: [UInt8]
    /// The fault that the local cloud asks for; Lambda knows none.
    let fault: InjectedFault?
  }

  private static let root = "/2018-06-01/runtime"
  private let connector: RuntimeConnector

  /// Makes the API at `host:port`.
  ///
  /// - Throws: `RuntimeError.address`.
  init(address: String) throws(RuntimeError) {
    connector = try RuntimeConnector(address: address)
  }

  /// Waits for an invocation, for as long as that takes.
  ///
  /// - Throws: `RuntimeError`.
  func next() throws(RuntimeError) -> Invocation {
    let answer = try exchange("GET", "/invocation/next", headers: [InjectedFault.offer])
    guard let id = answer.headers["lambda-runtime-aws-request-id"], !id.isEmpty else {
      throw .noRequestID
    }
    let deadline = answer.headers["lambda-runtime-deadline-ms"].flatMap { Int64($0) }
    return Invocation(
      requestID: id,
      deadline: deadline.map { Instant(milliseconds: $0) },
      event: answer.body,
      fault: answer.headers[InjectedFault.header].flatMap { InjectedFault(rawValue: $0) }
    )
  }

  /// Hands over what the function answered.
  ///
  /// - Throws: `RuntimeError`.
  func answer(_ requestID: String, _ result: JSON) throws(RuntimeError) {
    _ = try exchange("POST", "/invocation/\(requestID)/response", body: result)
  }

  /// Says that the function failed.
  ///
  /// - Throws: `RuntimeError`.
  func fail(_ requestID: String, _ failure: RuntimeFailure) throws(RuntimeError) {
    _ = try exchange(
      "POST",
      "/invocation/\(requestID)/error",
      errorType: failure.type,
      body: failure.json(of: requestID)
    )
  }

  /// Says that the program could not start.
  ///
  /// - Throws: `RuntimeError`.
  func failInit(_ failure: RuntimeFailure) throws(RuntimeError) {
    _ = try exchange("POST", "/init/error", errorType: failure.type, body: failure.json())
  }

  private func exchange(
    _ method: String,
    _ path: String,
    headers: [(String, String)] = [],
    errorType: String? = nil,
    body: JSON? = nil
  ) throws(RuntimeError) -> RuntimeAnswer {
    var headers = headers
    if body != nil { headers.append(("Content-Type", "application/json")) }
    if let errorType { headers.append(("Lambda-Runtime-Function-Error-Type", errorType)) }
    let answer = try connector.send(
      RuntimeRequest(
        method: method,
        path: RuntimeAPI.root + path,
        headers: headers,
        body: body?.bytes() ?? []
      )
    )
    guard (200..<300).contains(answer.status) else {
      throw .refused("\(method) \(path)", status: answer.status)
    }
    return answer
  }
}
