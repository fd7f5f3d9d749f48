import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `SNS operations` {
  @Test func `messages lie in the outbox, for nobody or for each subscriber`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = SNSService(
      database: database,
      identity: stage.identity,
      timer: stage.timer
    )
    let topic = try await service.call("CreateTopic", ["Name": "alerts"], stage)["TopicArn"] ?? nil
    #expect(topic == "arn:aws:sns:eu-central-1:000000000000:alerts")
    _ = try await service.call(
      "Publish",
      ["TopicArn": topic, "Subject": "s", "Message": "first"],
      stage
    )
    _ = try await service.call(
      "Subscribe",
      ["TopicArn": topic, "Protocol": "email", "Endpoint": "a@example.com"],
      stage
    )
    try await database.write { db in
      _ = try service.publish(
        topicARN: topic.string ?? "",
        subject: "s2",
        message: "{}",
        mail: "readable",
        in: db
      )
    }
    let notifications = try await service.notifications(limit: 10)
    #expect(notifications.map { $0["message"] } == ["readable", "first"])
    #expect(notifications.map { $0["to"] } == ["a@example.com", nil as JSON])
    let subscriptions = try await service.call(
      "ListSubscriptionsByTopic",
      ["TopicArn": topic],
      stage
    )
    #expect(subscriptions["Subscriptions"]?.array?.count == 1)
    let refused = await service.refusal(
      "Publish",
      ["TopicArn": "arn:aws:sns:eu-central-1:000000000000:none", "Message": "x"],
      stage
    )
    #expect(refused?.code == "NotFound")
  }
}
