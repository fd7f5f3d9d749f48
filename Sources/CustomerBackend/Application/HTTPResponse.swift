internal import JSONValue

/// The REST answers; the one place that adds the CORS headers.
enum HTTPResponse {
  private static let headers: JSON = [
    "Content-Type": "application/json",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET,PUT,DELETE,OPTIONS,POST",
    "Access-Control-Allow-Headers":
      "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
  ]

  /// An answer in the form of API Gateway's Lambda proxy integration.
  static func resp(_ status: Int, _ body: JSON) -> JSON {
    [
      "statusCode": JSON(status), "headers": headers, "body": .string(body.text()),
      "isBase64Encoded": false,
    ]
  }
}
