import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Metrics of tables` {
  @Test func `calls are counted, and handed on every second`() async throws {
    let (stage, recorder) = (try ServiceStage(), Recorder())
    let service = DynamoDBService(
      database: try stage.open(),
      identity: stage.identity,
      meter: TableMeter(sink: recorder, timer: stage.timer, stopwatch: Stopwatch { 3 })
    )
    _ = try await service.call(
      "CreateTable",
      [
        "TableName": "table", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
        "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
      ],
      stage
    )
    let item: JSON = [
      "id": ["S": "a"], "text": ["S": .string(String(repeating: "x", count: 1500))],
    ]
    _ = try await service.call("PutItem", ["TableName": "table", "Item": item], stage)
    let key: JSON = ["TableName": "table", "Key": ["id": ["S": "a"]]]
    _ = try await service.call("GetItem", key, stage)
    _ = try await service.call("GetItem", key, stage)
    _ = try await service.call(
      "TransactGetItems",
      ["TransactItems": [["Get": key]]],
      stage
    )
    _ = try await service.call("Scan", ["TableName": "table"], stage)
    let condition: JSON = [
      "TableName": "table", "Item": item, "ConditionExpression": "attribute_not_exists(id)",
    ]
    #expect(await service.refusal("PutItem", condition, stage) != nil)
    #expect(await service.refusal("GetItem", ["TableName": "table"], stage) != nil)
    #expect(recorder.samples.isEmpty)
    await stage.timer.advance(by: 1000)
    #expect(recorder.sum("ConsumedReadCapacityUnits") == 0.5 + 0.5 + 2 + 0.5)
    #expect(recorder.sum("ConsumedWriteCapacityUnits") == 2)
    #expect(recorder.sum("ConditionalCheckFailedRequests") == 1)
    #expect(recorder.sum("UserErrors") == 1)
    #expect(recorder.sum("ReturnedItemCount") == 1)
    let latencies = recorder.samples.filter { $0.metric.name == "SuccessfulRequestLatency" }
    #expect(latencies.reduce(0) { $0 + $1.count } == 4)
    #expect(
      latencies.filter { $0.metric.dimensions == ["TableName": "table", "Operation": "GetItem"] }
        .reduce(0) { $0 + $1.count } == 2
    )
    #expect(
      recorder.samples.first { $0.metric.name == "UserErrors" }?.metric.dimensions == [:]
    )
    await stage.timer.advance(by: 60_000)
    #expect(recorder.sum("UserErrors") == 1)
  }
}
