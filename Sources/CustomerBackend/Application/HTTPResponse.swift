internal import JSONValue

/// A REST answer.
struct HTTPResponse {
  /// The HTTP status.
  let status: Int
  /// The body.
  let body: JSON
  /// What the log says of it.
  let outcome: String
  /// The ARN of the run that it tells of, for the log; `nil` where it tells of none.
  let executionARN: String?

  /// Makes an answer.
  init(_ status: Int, _ body: JSON, logged outcome: String, executionARN: String? = nil) {
    self.status = status
    self.body = body
    self.outcome = outcome
    self.executionARN = executionARN
  }

  private static let headers: JSON = [
    "Content-Type": "application/json",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET,PUT,DELETE,OPTIONS,POST",
    "Access-Control-Allow-Headers":
      "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
  ]

  /// An answer in the form of API Gateway's Lambda proxy integration; the one place that adds the
  /// CORS headers.
  static func resp(_ status: Int, _ body: JSON) -> JSON {
    [
      "statusCode": JSON(status), "headers": headers, "body": .string(body.text()),
      "isBase64Encoded": false,
    ]
  }
}
