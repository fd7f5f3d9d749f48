import JSONValue

@testable import LocalCloud

/// A DynamoDB with a table of ids and one of readings by place and time.
enum DynamoDBFixture {
  static func service(_ stage: ServiceStage) async throws -> DynamoDBService {
    try await service(stage, try stage.open())
  }

  static func service(
    _ stage: ServiceStage,
    _ database: SQLiteCloudDatabase
  ) async throws -> DynamoDBService {
    let service = DynamoDBService(database: database, identity: stage.identity)
    _ = try await service.call(
      "CreateTable",
      [
        "TableName": "customer_ids", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
      ],
      stage
    )
    _ = try await service.call(
      "CreateTable",
      [
        "TableName": "readings", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
          ["AttributeName": "place", "AttributeType": "S"],
          ["AttributeName": "at", "AttributeType": "N"],
        ],
        "KeySchema": [
          ["AttributeName": "place", "KeyType": "HASH"],
          ["AttributeName": "at", "KeyType": "RANGE"],
        ],
      ],
      stage
    )
    return service
  }
}
