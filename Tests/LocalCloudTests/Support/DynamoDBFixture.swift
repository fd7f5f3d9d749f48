import JSONValue

@testable import LocalCloud

/// A DynamoDB with a table of ids and one of readings by place and time.
enum DynamoDBFixture {
  static func service(_ stage: ServiceStage) async throws -> DynamoDBService {
    let service = DynamoDBService(
      database: try stage.open(),
      identity: stage.identity,
      timer: stage.timer
    )
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
