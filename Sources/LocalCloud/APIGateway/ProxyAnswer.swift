internal import AWSWire
internal import JSONValue

/// Reads what a proxied function gave back as an HTTP answer; `nil` where it is malformed.
///
/// Source: API Gateway Developer Guide, "Output format of a Lambda function for proxy integration".
enum ProxyAnswer {
  private static let members: Set<String> = [
    "statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded",
  ]

  /// The headers that are the server's alone.
  private static let own = ["content-length", "connection", "transfer-encoding", "date"]

  /// The answer that `payload` describes.
  static func read(_ payload: JSON) -> WebResponse? {
    guard let object = payload.object, object.allSatisfy({ members.contains($0.key) }),
      let status = status(object["statusCode"]), let headers = headers(object),
      let body = body(object)
    else { return nil }
    var response = WebResponse(status: status, headers: headers, body: body)
    if response.header("content-type") == nil {
      response.headers.insert(("Content-Type", "application/json"), at: 0)
    }
    return response
  }

  private static func status(_ value: JSON?) -> Int? {
    switch value {
    case nil: 200
    case .number(let number): number.int.flatMap { (100...599).contains($0) ? $0 : nil }
    case .string(let text): Int(text).flatMap { (100...599).contains($0) ? $0 : nil }
    default: nil
    }
  }

  private static func headers(_ object: JSONObject) -> [(name: String, value: String)]? {
    var headers: [(name: String, value: String)] = []
    if let single = object["headers"], !single.isNull {
      guard let single = single.object else { return nil }
      for (name, value) in single {
        guard let text = text(value) else { return nil }
        headers.append((name, text))
      }
    }
    if let many = object["multiValueHeaders"], !many.isNull {
      guard let many = many.object else { return nil }
      for (name, values) in many {
        guard let values = values.array else { return nil }
        headers.removeAll { $0.name.isHeader(name) }
        for value in values {
          guard let text = text(value) else { return nil }
          headers.append((name, text))
        }
      }
    }
    headers.removeAll { header in own.contains { header.name.isHeader($0) } }
    for index in headers.indices {
      headers[index].value = withoutLineBreaks(headers[index].value)
    }
    return headers
  }

  /// The value with what would end its line taken out.
  private static func withoutLineBreaks(_ value: String) -> String {
    func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
    guard value.utf8.contains(where: isBreak) else { return value }
    return String(decoding: value.utf8.filter { !isBreak($0) }, as: UTF8.self)
  }

  private static func text(_ value: JSON) -> String? {
    switch value {
    case .string(let text): text
    case .number, .bool: value.text()
    default: nil
    }
  }

  private static func body(_ object: JSONObject) -> [UInt8]? {
    switch object["body"] {
    case nil, .null: return []
    case .string(let text):
      return object["isBase64Encoded"]?.bool == true
        ? Base64.bytes(text) : Array(text.utf8)
    default: return nil
    }
  }
}
