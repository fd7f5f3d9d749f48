internal import JSONValue

/// The body of a REST request, which may be left out.
enum RequestBody {
  /// Reads the body as a JSON object.
  ///
  /// The API has no binary media types, so API Gateway hands every body over as text; one that is
  /// not, however it came here, is not JSON either.
  ///
  /// - Returns: the object; `nil` where there is no body.
  /// - Throws: `Refusal` with status 415 or 400.
  static func object(in event: JSON) throws(Refusal) -> JSONObject? {
    guard let body = event["body"]?.string, !body.isEmpty else { return nil }
    guard isJSON(contentType(of: event)) else {
      throw Refusal(status: 415, reason: "the body's Content-Type must be application/json")
    }
    guard event["isBase64Encoded"]?.bool != true, let object = (try? JSON(parsing: body))?.object
    else {
      throw Refusal(status: 400, reason: "the body must be a JSON object")
    }
    return object
  }

  private static func contentType(of event: JSON) -> String? {
    event["headers"]?.object?.first { $0.key.lowercased() == "content-type" }?.value.string
  }

  /// A body without a type is taken for JSON, as API Gateway does.
  private static func isJSON(_ type: String?) -> Bool {
    guard let type else { return true }
    let essence = type.prefix { $0 != ";" && $0 != " " }.lowercased()
    return essence == "application/json" || essence.hasSuffix("+json")
  }
}
