internal import JSONValue

/// The ids that a log line names, by which it can be followed.
package struct LineTrail: Hashable, Sendable {
  /// The request id of the invocation that wrote it, or of the API's request.
  package private(set) var requestID: String?
  /// The ARN of the run.
  package private(set) var executionARN: String?
  /// The id of the API's request.
  package private(set) var apiRequestID: String?
  /// The id of the customer.
  package private(set) var customerID: String?

  /// Reads a line as the backend's functions, Lambda, Step Functions or API Gateway write it.
  package init(_ message: String) {
    if message.utf8.first == UInt8(ascii: "{"), let line = try? JSON(parsing: message) {
      read(line)
    } else {
      requestID = LineTrail.requestID(in: message)
    }
  }

  private mutating func read(_ line: JSON) {
    func text(_ key: String) -> String? {
      line[key]?.string.flatMap { $0.isEmpty || $0 == "-" ? nil : $0 }
    }
    // Lambda's own lines have the id in `record` where its log format is JSON.
    requestID =
      ["requestId", "AWSRequestId", "aws_request_id", "awsRequestId", "request_id", "RequestId"]
      .lazy.compactMap(text).first ?? line["record"]?["requestId"]?.string
    executionARN = text("executionArn") ?? text("execution_arn")
    apiRequestID = text("apiRequestId")
    // The events of a run have a number there.
    customerID = executionARN != nil && text("type") != nil ? nil : text("id")
  }

  /// The id behind `RequestId:`, else the first word that is a UUID near the beginning.
  private static func requestID(in message: String) -> String? {
    let words = message.prefix(400).split(
      maxSplits: 12,
      whereSeparator: { " \t\n".contains($0) }
    ).prefix(12)
    if let index = words.firstIndex(where: { $0.hasSuffix("RequestId:") }),
      words.indices.contains(index + 1)
    {
      return String(words[index + 1])
    }
    return words.first(where: isUUID).map(String.init)
  }

  /// Whether a text is a UUID, as requests and most runs are named.
  package static func isUUID(_ text: some StringProtocol) -> Bool {
    let bytes = text.utf8
    guard bytes.count == 36 else { return false }
    return zip(bytes, 0...).allSatisfy { byte, index in
      [8, 13, 18, 23].contains(index)
        ? byte == UInt8(ascii: "-")
        : (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte | 0x20)
    }
  }
}
