internal import AWSWire
internal import JSONValue

/// Writes what an operation gave back in the protocol it was asked in.
struct WireAnswer {
  /// The protocol in which the request came.
  let dialect: WireRequest.Dialect
  /// The service that answers.
  let service: AWSService
  /// What the answer carries as its request id.
  let requestID: String

  /// The answer of an operation that worked.
  func success(_ output: JSON, of operation: String) -> WebResponse {
    switch dialect {
    case .json(let contentType, _):
      return finished(WebResponse(status: 200, json: output, contentType: contentType))
    case .query:
      let text = XMLText.answer(
        output,
        operation: operation,
        protocol: spoken,
        requestID: requestID
      )
      return finished(
        WebResponse(
          status: 200,
          headers: [("Content-Type", "text/xml")],
          body: Array(text.utf8)
        )
      )
    case .rest:
      return finished(rest(output, of: operation))
    }
  }

  /// The answer of an operation that was refused.
  func failure(_ error: CloudError) -> WebResponse {
    switch dialect {
    case .json(let contentType, let isQueryCompatible):
      // What is 403 in the other protocols, wrong signatures above all, is 400 in those of JSON.
      var response = WebResponse(
        status: error.status == 403 ? 400 : error.status,
        json: body(of: error),
        contentType: contentType
      )
      if isQueryCompatible {
        let side = error.status >= 500 ? "Receiver" : "Sender"
        response.headers.append(
          ("x-amzn-query-error", "\(QueryCode.of(error.code, in: service));\(side)")
        )
      }
      return finished(response)
    case .query:
      let text = XMLText.error(
        error,
        code: QueryCode.of(error.code, in: service),
        namespace: spoken?.namespace ?? "",
        requestID: requestID
      )
      return finished(
        WebResponse(
          status: error.status,
          headers: [("Content-Type", "text/xml")],
          body: Array(text.utf8)
        )
      )
    case .rest:
      var members: JSONObject = [WireAnswer.messageKey(error, service): .string(error.message)]
      if service == .lambda {
        let side: JSONObject = ["Type": error.status >= 500 ? "Service" : "User"]
        members = side.merging(members)
      }
      return finished(
        WebResponse(
          status: error.status,
          json: .object(members.merging(error.members)),
          headers: [("x-amzn-ErrorType", error.code)]
        )
      )
    }
  }

  /// What the sentence of an error is called, which Lambda's model has in two spellings.
  private static func messageKey(_ error: CloudError, _ service: AWSService) -> String {
    let isUpper = ["ResourceNotFoundException", "ServiceException"].contains(error.code)
    return service == .lambda && isUpper ? "Message" : "message"
  }

  private func body(of error: CloudError) -> JSON {
    let type: JSON =
      switch service {
      case .dynamoDB: .string(DynamoDBError.wireType(error.code))
      default: .string(error.code)
      }
    // What DynamoDB cannot even read it refuses before its own model, which spells the sentence so.
    let isUnread = service == .dynamoDB && error.code == "SerializationException"
    let key = isUnread ? "Message" : "message"
    let body: JSONObject = ["__type": type, key: .string(error.message)]
    return .object(body.merging(error.members))
  }

  /// Invoke answers with the function's own payload and says the rest in headers.
  private func rest(_ output: JSON, of operation: String) -> WebResponse {
    let silent = ["DeleteFunctionEventInvokeConfig", "TagResource", "UntagResource"]
    if silent.contains(operation) { return WebResponse(status: 204) }
    guard operation == "Invoke" else { return WebResponse(status: 200, json: output) }
    var headers: [(name: String, value: String)] = []
    if let error = output["FunctionError"]?.string {
      headers.append(("X-Amz-Function-Error", error))
    }
    if let log = output["LogResult"]?.string { headers.append(("X-Amz-Log-Result", log)) }
    if let version = output["ExecutedVersion"]?.string {
      headers.append(("X-Amz-Executed-Version", version))
    }
    let status = output["StatusCode"]?.int ?? 200
    guard let payload = output["Payload"] else {
      return WebResponse(status: status, headers: headers)
    }
    return WebResponse(status: status, json: payload, headers: headers)
  }

  private func finished(_ response: WebResponse) -> WebResponse {
    var response = response
    response.headers.append(("x-amzn-RequestId", requestID))
    if service == .dynamoDB {
      response.headers.append(("x-amz-crc32", String(CRC32.of(response.body))))
    }
    return response
  }

  private var spoken: QueryProtocol? { QueryProtocol.of(service) }
}
