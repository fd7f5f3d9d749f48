import CustomerBackend
import JSONValue

/// Events as API Gateway and the workflow hand them over.
enum Events {
  /// A REST request for a path parameter that stands in the URL as `segment`.
  static func rest(
    _ method: String,
    segment: String?,
    body: String? = nil,
    contentType: String? = "application/json"
  ) -> JSON {
    var event = request(method, path: "/customers/\(segment ?? "")", body, contentType)
    event["pathParameters"] = segment.map { ["id": .string($0)] } ?? .null
    return event
  }

  /// A submission of a workflow run.
  static func submission(
    _ body: String?,
    contentType: String? = "application/json"
  ) -> JSON {
    request("POST", path: "/workflow/submit", body, contentType)
  }

  /// A step of the workflow.
  static func step(_ id: JSON?) -> JSON {
    var event: JSON = ["executionArn": .string(execution)]
    event["id"] = id
    return event
  }

  /// The execution that the steps belong to.
  static let execution =
    "arn:aws:states:eu-central-1:000000000000:execution:customers-workflow:run-1"

  private static func request(
    _ method: String,
    path: String,
    _ body: String?,
    _ contentType: String?
  ) -> JSON {
    var headers: JSON = ["Host": "127.0.0.1"]
    headers["content-type"] = contentType.map(JSON.string)
    return [
      "httpMethod": .string(method), "path": .string(path), "headers": headers,
      "body": JSON(body), "isBase64Encoded": false,
      "requestContext": ["requestId": "api-1", "stage": "prod"],
    ]
  }
}

extension BackendFunction {
  /// The functions behind `/customers/{id}`, with their methods and the call that a valid id leads to.
  static let verbs: [(function: BackendFunction, method: String, operation: String)] = [
    (.getCustomerID, "GET", "dynamodb GetItem"), (.putCustomerID, "PUT", "dynamodb PutItem"),
    (.deleteCustomerID, "DELETE", "dynamodb DeleteItem"),
  ]
}
