import AWSWire
import GRDB
import JSONValue
import Synchronization
import Testing

@testable import LocalCloud

/// A mail server's stand-in that keeps what it takes, and first fails as it is told.
private final class MailWitness: MailSender {
  private let state = Mutex(
    (faults: [MailFault](), tried: [OutgoingMail](), taken: [OutgoingMail]())
  )

  var tried: [OutgoingMail] { state.withLock { $0.tried } }
  var taken: [OutgoingMail] { state.withLock { $0.taken } }

  func fail(_ faults: [MailFault]) { state.withLock { $0.faults = faults } }

  func send(_ mail: OutgoingMail) async throws(MailFault) {
    let fault = state.withLock { state -> MailFault? in
      state.tried.append(mail)
      guard state.faults.isEmpty else { return state.faults.removeFirst() }
      state.taken.append(mail)
      return nil
    }
    if let fault { throw fault }
  }
}

@Suite struct `SNS deliveries` {
  private let topic: JSON = "arn:aws:sns:eu-central-1:000000000000:alerts"
  private let busy = MailFault(reason: "451 busy", isPermanent: false)

  private func started(
    _ stage: ServiceStage,
    _ database: any CloudDatabase,
    mail: MailWitness?,
    functions: ServiceWitness? = nil
  ) async throws -> SNSService {
    let service = SNSService(
      database: database,
      identity: stage.identity,
      timer: stage.timer,
      functions: functions,
      mail: mail
    )
    _ = try await service.call(
      "CreateTopic",
      ["Name": "alerts", "Attributes": ["DisplayName": "Café"]],
      stage
    )
    return service
  }

  private func subscribe(
    _ service: SNSService,
    _ stage: ServiceStage,
    _ kind: JSON,
    _ endpoint: JSON
  ) async throws {
    let input: JSON = ["TopicArn": topic, "Protocol": kind, "Endpoint": endpoint]
    _ = try await service.call("Subscribe", input, stage)
  }

  private func publish(_ service: SNSService, _ stage: ServiceStage, subject: JSON = nil)
    async throws
  {
    var input: JSON = ["TopicArn": topic, "Message": "hello"]
    if !subject.isNull { input["Subject"] = subject }
    _ = try await service.call("Publish", input, stage)
  }

  private func deliveries(_ service: SNSService) async throws -> [String] {
    try await service.notifications(limit: 10).compactMap { $0["delivery"]?.string }
  }

  @Test func `a mail goes out with the topic's name, and once`() async throws {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let service = try await started(stage, try stage.open(), mail: mail)
    try await subscribe(service, stage, "email", "a@example.com")
    try await publish(service, stage)
    #expect(try await deliveries(service) == ["queued"])
    await stage.timer.advance(by: 1000)
    #expect(try await deliveries(service) == ["sent"])
    await stage.timer.advance(by: 100_000_000)
    let sent = try #require(mail.tried.first)
    #expect(mail.tried.count == 1)
    #expect(sent.recipient == "a@example.com")
    #expect(sent.senderName == "Café")
    #expect(sent.subject == "AWS Notification Message")
    #expect(sent.text == "hello")
  }

  @Test func `what is published and what becomes of it is counted for the topic`() async throws {
    let (stage, mail, recorder) = (try ServiceStage(), MailWitness(), Recorder())
    let service = try await started(stage, try stage.open(), mail: mail)
    service.publish(to: recorder)
    try await subscribe(service, stage, "email", "a@example.com")
    try await publish(service, stage)
    #expect(recorder.sum("NumberOfMessagesPublished") == 1)
    #expect(recorder.sum("PublishSize") == 5)
    #expect(recorder.sum("NumberOfNotificationsDelivered") == 0)
    await stage.timer.advance(by: 1000)
    #expect(recorder.sum("NumberOfNotificationsDelivered") == 1)
    mail.fail([MailFault(reason: "550 nobody", isPermanent: true)])
    try await publish(service, stage)
    await stage.timer.advance(by: 1000)
    #expect(recorder.sum("NumberOfNotificationsFailed") == 1)
    #expect(recorder.sum("NumberOfMessagesPublished") == 2)
    let names = Set(recorder.samples.map { "\($0.metric.namespace) \($0.metric.dimensions)" })
    #expect(names == [#"AWS/SNS ["TopicName": "alerts"]"#])
  }

  @Test func `a mail that was taken goes out once, however long that cannot be noted`() async throws
  {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let database = StagedDatabase(try stage.open())
    let service = try await started(stage, database, mail: mail)
    try await subscribe(service, stage, "email", "a@example.com")
    try await publish(service, stage)
    database.isFull = true
    // The first try waits on this clock for the disk, so it is moved beside it.
    async let carried: Void = stage.timer.advance(by: 1)
    #expect(try await eventually { stage.timer.keys.contains { $0.contains(".note.") } })
    for _ in 0..<5 { await stage.timer.advance(by: 60_000) }
    #expect(mail.tried.count == 1)
    #expect(try await deliveries(service) == ["queued"])
    #expect(try await eventually { stage.timer.keys.contains { $0.contains(".note.") } })
    database.isFull = false
    await stage.timer.advance(by: 60_000)
    await carried
    #expect(try await deliveries(service) == ["sent"])
    #expect(mail.tried.count == 1)
  }

  @Test func `a message that nobody takes removes nothing from the outbox`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let service = try await started(stage, database, mail: nil)
    try await subscribe(service, stage, "email", "a@example.com")
    try await publish(service, stage)
    let subscriptions = try await service.call("ListSubscriptions", [:], stage)
    _ = try await service.call(
      "SetSubscriptionAttributes",
      [
        "SubscriptionArn": subscriptions["Subscriptions"]?[0]?["SubscriptionArn"] ?? "",
        "AttributeName": "FilterPolicy", "AttributeValue": "{\"kind\":[\"wanted\"]}",
      ],
      stage
    )
    // Another table's last row has a number far beyond the outbox.
    try await database.write { db in
      try db.execute(
        sql: """
          INSERT INTO execution (id, arn, machine_arn, revision, name, status, started, input)
          VALUES (1000000, 'a', 'm', 'r', 'n', 'FAILED', 0, '{}')
          """
      )
    }
    try await publish(service, stage)
    #expect(try await deliveries(service) == ["no server configured"])
  }

  @Test func `what failed is tried again under the same id, until it is taken`() async throws {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let service = try await started(stage, try stage.open(), mail: mail)
    try await subscribe(service, stage, "email", "a@example.com")
    mail.fail([busy, busy])
    try await publish(service, stage, subject: "s")
    await stage.timer.advance(by: 1)
    #expect(mail.tried.count == 1)
    #expect(try await deliveries(service)[0].hasPrefix("queued, next try "))
    #expect(try await deliveries(service)[0].hasSuffix(": 451 busy"))
    await stage.timer.advance(by: 2000)
    #expect(mail.tried.count == 2)
    await stage.timer.advance(by: 9000)
    #expect(mail.tried.count == 2)
    await stage.timer.advance(by: 1000)
    #expect(mail.tried.count == 3)
    #expect(Set(mail.tried.map(\.id)).count == 1)
    #expect(try await deliveries(service) == ["sent"])
  }

  @Test func `what is refused for good fails at once, the others go on`() async throws {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let service = try await started(stage, try stage.open(), mail: mail)
    try await subscribe(service, stage, "email", "a@example.com")
    mail.fail([MailFault(reason: "550 no such mailbox", isPermanent: true)])
    try await publish(service, stage)
    await stage.timer.advance(by: 1)
    try await publish(service, stage)
    await stage.timer.advance(by: 90_000_000)
    #expect(try await deliveries(service) == ["sent", "failed: 550 no such mailbox"])
    #expect(mail.tried.count == 2)
  }

  @Test func `after a day a mail is given up`() async throws {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let service = try await started(stage, try stage.open(), mail: mail)
    try await subscribe(service, stage, "email", "a@example.com")
    mail.fail(Array(repeating: busy, count: 100))
    try await publish(service, stage)
    await stage.timer.advance(by: 100_000_000)
    #expect(try await deliveries(service) == ["failed: 451 busy"])
    #expect((25...40).contains(mail.tried.count))
  }

  @Test func `what is on its way goes on after a restart, and what was sent does not`() async throws
  {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let database = try stage.open()
    let first = try await started(stage, database, mail: mail)
    try await subscribe(first, stage, "email", "a@example.com")
    try await publish(first, stage, subject: "one")
    await stage.timer.advance(by: 1)
    mail.fail([busy])
    try await publish(first, stage, subject: "two")
    await stage.timer.advance(by: 1)
    await database.close()
    stage.timer.cancel("sns.email")
    let second = try await started(stage, try stage.open(), mail: mail)
    try await second.resume()
    await stage.timer.advance(by: 3000)
    #expect(mail.taken.map(\.subject) == ["one", "two"])
    #expect(try await deliveries(second) == ["sent", "sent"])
  }

  @Test func `a server that is no longer configured leaves its mails in the outbox`() async throws {
    let stage = try ServiceStage()
    let database = try stage.open()
    let mail = MailWitness()
    mail.fail([busy])
    let first = try await started(stage, database, mail: mail)
    try await subscribe(first, stage, "email", "a@example.com")
    try await publish(first, stage)
    await stage.timer.advance(by: 1)
    let second = try await started(stage, database, mail: nil)
    try await second.resume()
    #expect(try await deliveries(second) == ["no server configured"])
  }

  @Test func `a subscriber by email-json reads the whole notification`() async throws {
    let stage = try ServiceStage()
    let mail = MailWitness()
    let service = try await started(stage, try stage.open(), mail: mail)
    try await subscribe(service, stage, "email-json", "a@example.com")
    try await publish(service, stage, subject: "s")
    await stage.timer.advance(by: 1)
    let text = try #require(mail.taken.first?.text)
    let notification = try JSON(parsing: text)
    #expect(notification["Type"] == "Notification")
    #expect(notification["Subject"] == "s")
    #expect(notification["Message"] == "hello")
    #expect(notification["TopicArn"] == topic)
  }

  @Test func `a subscribed function is given the event that SNS writes`() async throws {
    let stage = try ServiceStage()
    let functions = ServiceWitness()
    let service = try await started(stage, try stage.open(), mail: nil, functions: functions)
    let function: JSON = "arn:aws:lambda:eu-central-1:000000000000:function:f"
    try await subscribe(service, stage, "lambda", function)
    functions.refuse([CloudError("TooManyRequestsException", "Rate Exceeded.", status: 429)])
    _ = try await service.call(
      "Publish",
      [
        "TopicArn": topic, "Message": "hello",
        "MessageAttributes": ["n": ["DataType": "Number", "StringValue": "1"]],
      ],
      stage
    )
    await stage.timer.advance(by: 3000)
    let record = try #require(functions.delivered.first?.input["Records"]?[0])
    #expect(functions.delivered.map(\.arn) == [function.string])
    #expect(record["EventSource"] == "aws:sns")
    #expect(record["Sns"]?["Message"] == "hello")
    #expect(record["Sns"]?["Subject"] == .some(.null))
    #expect(record["Sns"]?["MessageAttributes"] == ["n": ["Type": "Number", "Value": "1"]])
    #expect(try await deliveries(service) == ["sent"])
  }

  @Test func `a function that is not there fails the delivery and says so`() async throws {
    let stage = try ServiceStage()
    let functions = ServiceWitness()
    let service = try await started(stage, try stage.open(), mail: nil, functions: functions)
    try await subscribe(
      service,
      stage,
      "lambda",
      "arn:aws:lambda:eu-central-1:000000000000:function:none"
    )
    functions.refuse([CloudError("ResourceNotFoundException", "Function not found", status: 404)])
    try await publish(service, stage)
    await stage.timer.advance(by: 1)
    #expect(
      try await deliveries(service) == ["failed: ResourceNotFoundException: Function not found"]
    )
  }

  @Test(arguments: [(1, 2000), (2, 10_000), (8, 3_600_000), (50, 3_600_000)] as [(Int, Int64)])
  func `tries come soon at first and then ever more rarely`(attempts: Int, pause: Int64) {
    let start = Instant(milliseconds: 0)
    let next = RetrySchedule.next(after: attempts, publishedAt: start, now: start)
    #expect(next?.milliseconds == pause)
    let late = Instant(milliseconds: 86_400_000)
    #expect(RetrySchedule.next(after: attempts, publishedAt: start, now: late) == nil)
  }
}
