internal import AWSWire
internal import DequeModule
internal import JSONValue

/// Delivers to targets, a bounded number at a time, and tries again what was refused.
actor DeliveryQueue {
  /// How many deliveries are under way at a time.
  private static let width = 32
  /// About how much memory a note for the writer takes.
  private static let noteBytes = 128
  private let database: any CloudDatabase
  private let timer: any CloudTimer
  private let targets: any EventTargetInvoker
  private let metrics: any MetricSink
  private var waiting: Deque<Delivery> = []
  private var underWay: [Int64: Task<Void, Never>] = [:]

  /// Makes an empty queue.
  init(
    database: any CloudDatabase,
    timer: any CloudTimer,
    targets: any EventTargetInvoker,
    metrics: any MetricSink
  ) {
    (self.database, self.timer, self.targets) = (database, timer, targets)
    self.metrics = metrics
  }

  /// Takes up the deliveries that were open when the cloud last ended.
  func resume() async throws {
    add(try await database.read { db in try DeliveryStore.all(in: db) })
  }

  /// Takes deliveries in that are durable already.
  func add(_ deliveries: [Delivery]) {
    waiting.append(contentsOf: deliveries)
    pump()
  }

  /// Whether nothing is being delivered; what waits for a later try is left for then.
  var isIdle: Bool { waiting.isEmpty && underWay.isEmpty }

  private func pump() {
    while underWay.count < DeliveryQueue.width, let delivery = waiting.popFirst() {
      guard underWay[delivery.id] == nil else { continue }
      underWay[delivery.id] = Task { await deliver(delivery) }
    }
  }

  private func deliver(_ delivery: Delivery) async {
    let order = delivery.order
    var fault: CloudError?
    do {
      try await targets.deliver(to: order.arn, input: order.input, name: order.name)
    } catch let error as CloudError {
      fault = error
    } catch {
      fault = CloudError("InternalException", "\(error)", status: 500)
    }
    underWay[delivery.id] = nil
    settle(delivery, fault)
    pump()
  }

  private func settle(_ delivery: Delivery, _ fault: CloudError?) {
    // The execution of an earlier try that ended with the cloud is the delivery itself.
    guard let fault, fault.code != "ExecutionAlreadyExists" else {
      return finish(delivery, metric: "Invocations")
    }
    var again = delivery
    again.attempts += 1
    let due = delivery.order.retry.next(
      after: again.attempts,
      created: Instant(milliseconds: delivery.created),
      now: timer.now
    )
    guard DeliveryQueue.canPass(fault), let due else {
      return finish(delivery, metric: "FailedInvocations")
    }
    let retried = again
    // Only numbers are kept for the writer, not the event, however long the disk is full.
    database.post(bytes: DeliveryQueue.noteBytes) {
      [id = retried.id, tries = retried.attempts] db in
      try DeliveryStore.note(id, attempts: tries, in: db)
    }
    count("RetryInvocationAttempts", of: delivery)
    timer.schedule("events.delivery.\(delivery.id)", at: due) { [weak self] in
      await self?.add([retried])
    }
  }

  /// Whether a refusal may be over later.
  private static func canPass(_ fault: CloudError) -> Bool {
    fault.status >= 500 || fault.status == 429 || fault.code.contains("Throttl")
      || fault.code.contains("TooManyRequests")
  }

  private func finish(_ delivery: Delivery, metric: String) {
    database.post(bytes: DeliveryQueue.noteBytes) { [id = delivery.id] db in
      try DeliveryStore.remove(id, in: db)
    }
    count(metric, of: delivery)
  }

  private func count(_ metric: String, of delivery: Delivery) {
    metrics.record([
      MetricSample(
        MetricKey(
          namespace: "AWS/Events",
          name: metric,
          dimensions: ["RuleName": delivery.order.rule]
        ),
        1,
        unit: "Count",
        timestamp: timer.now
      )
    ])
  }
}
