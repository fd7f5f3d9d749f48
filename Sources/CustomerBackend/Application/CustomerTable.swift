internal import AWSWire
internal import JSONValue

/// The table of customer ids.
struct CustomerTable: Sendable {
  private let name: String
  private let aws: any AWSCaller

  /// Makes a repository on the table called `name`.
  init(name: String, aws: any AWSCaller) {
    self.name = name
    self.aws = aws
  }

  /// Whether the id is in the table, by a strongly consistent read.
  ///
  /// - Throws: `AWSError`.
  func has(_ id: String) async throws -> Bool {
    let output = try await aws.perform(
      AWSCall(
        .dynamoDB,
        "GetItem",
        [
          "TableName": .string(name), "Key": key(id), "ConsistentRead": true,
          "ProjectionExpression": "#id", "ExpressionAttributeNames": ["#id": "id"],
        ]
      )
    )
    return output["Item"]?.object.map { !$0.isEmpty } ?? false
  }

  /// Puts the id in, unless it is there.
  ///
  /// - Returns: whether it was put in.
  /// - Throws: `AWSError`.
  func insert(_ id: String) async throws -> Bool {
    try await isDone(
      "PutItem",
      [
        "TableName": .string(name), "Item": key(id),
        "ConditionExpression": "attribute_not_exists(#id)",
        "ExpressionAttributeNames": ["#id": "id"],
      ]
    )
  }

  /// Takes the id out, if it is there.
  ///
  /// - Returns: whether it was there.
  /// - Throws: `AWSError`.
  func delete(_ id: String) async throws -> Bool {
    try await isDone(
      "DeleteItem",
      [
        "TableName": .string(name), "Key": key(id),
        "ConditionExpression": "attribute_exists(#id)",
        "ExpressionAttributeNames": ["#id": "id"],
      ]
    )
  }

  private func isDone(_ operation: String, _ input: JSON) async throws -> Bool {
    do {
      _ = try await aws.perform(AWSCall(.dynamoDB, operation, input))
      return true
    } catch let error as AWSError where error.code == "ConditionalCheckFailedException" {
      return false
    }
  }

  private func key(_ id: String) -> JSON { ["id": ["S": .string(id)]] }
}
