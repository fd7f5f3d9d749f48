internal import AWSWire
internal import GRDB
internal import JSONValue

extension EventsService {
  /// Takes events in; what they set off is durable when this returns.
  func putEvents(_ input: CallInput, _ context: CallContext) async throws -> JSON {
    let entries = input.list("Entries")
    guard entries.reduce(0, { $0 + EventsService.size($1) }) <= EventsService.largestRequest else {
      throw input.fault("Total size of the entries in the request is over the limit.")
    }
    let all = try await rules.all()
    var (results, orders): ([JSON], [DeliveryOrder]) = ([], [])
    for entry in entries {
      do throws(EntryFault) {
        let (id, event) = try event(entry, at: context.now)
        results.append(["EventId": .string(id)])
        // What is sent to a bus that is not there is taken in and lost.
        guard EventsService.isDefaultBus(entry["EventBusName"]?.string) else { continue }
        for rule in all where rule.rule.isEnabled && rule.pattern?.matches(event) == true {
          orders += self.orders(rule, event, name: { "\(id)_\(UniqueID.uuid())" })
        }
      } catch {
        results.append(["ErrorCode": .string(error.code), "ErrorMessage": .string(error.message)])
      }
    }
    try await hand(in: orders, at: context.now)
    let failed = results.filter { $0["ErrorCode"] != nil }.count
    return ["FailedEntryCount": JSON(failed), "Entries": .array(results)]
  }

  private struct EntryFault: Error {
    let code: String
    let message: String
  }

  /// The event that an entry makes.
  private func event(_ entry: JSON, at now: Instant) throws(EntryFault) -> (id: String, event: JSON)
  {
    func required(_ key: String) throws(EntryFault) -> String {
      guard let text = entry[key]?.string, !text.isEmpty else {
        throw EntryFault(
          code: "InvalidArgument",
          message: "Parameter \(key) is not valid. Reason: \(key) is a required argument."
        )
      }
      return text
    }
    let (source, type) = (try required("Source"), try required("DetailType"))
    let text = try required("Detail")
    guard !source.hasPrefix("aws.") else {
      throw EntryFault(
        code: "NotAuthorizedForSourceException",
        message: "Not authorized for the source."
      )
    }
    guard let detail = try? JSON(parsing: text), detail.object != nil else {
      throw EntryFault(code: "MalformedDetail", message: "Detail is malformed.")
    }
    let id = UniqueID.uuid()
    let time = CallInput(entry).moment("Time") ?? now
    return (
      id,
      [
        "version": "0", "id": .string(id), "detail-type": .string(type),
        "source": .string(source), "account": .string(identity.accountID),
        "time": .string(EventsService.second(time)), "region": .string(identity.region),
        "resources": entry["Resources"] ?? [], "detail": detail,
      ]
    )
  }

  /// The most bytes that the entries of one call may have together.
  private static let largestRequest = 262_144

  /// An entry's size as EventBridge reckons it.
  private static func size(_ entry: JSON) -> Int {
    let texts = ["Source", "DetailType", "Detail"].compactMap { entry[$0]?.string }
    let resources = (entry["Resources"]?.array ?? []).compactMap(\.string)
    return (texts + resources).reduce(0) { $0 + $1.utf8.count }
      + (CallInput(entry).has("Time") ? 14 : 0)
  }

  private static func second(_ time: Instant) -> String {
    String(time.iso8601.prefix(19)) + "Z"
  }

  /// What a rule sets off for an event.
  private func orders(
    _ rule: LoadedRule,
    _ event: JSON,
    name: () -> String
  ) -> [DeliveryOrder] {
    count(["MatchedEvents", "TriggeredRules"], of: rule)
    var orders: [DeliveryOrder] = []
    for target in rule.targets {
      guard let arn = target["Arn"]?.string, let shape = try? TargetInput(target) else { continue }
      let ruleARN = identity.arn("events", "rule/\(rule.rule.name)")
      guard let input = shape.apply(to: event, rule: rule.rule.name, ruleARN: ruleARN) else {
        count(["FailedInvocations"], of: rule)
        continue
      }
      orders.append(
        DeliveryOrder(
          rule: rule.rule.name,
          arn: arn,
          name: name(),
          input: input,
          retry: DeliveryRetry(target)
        )
      )
    }
    return orders
  }

  private func count(_ names: [String], of rule: LoadedRule) {
    metrics.record(
      names.map { name in
        MetricSample(
          MetricKey(
            namespace: "AWS/Events",
            name: name,
            dimensions: ["RuleName": rule.rule.name]
          ),
          1,
          unit: "Count",
          timestamp: timer.now
        )
      }
    )
  }

  private func hand(in orders: [DeliveryOrder], at now: Instant) async throws {
    guard !orders.isEmpty else { return }
    let deliveries = try await database.write { db in
      try orders.map { try DeliveryStore.add($0, at: now, in: db) }
    }
    await self.deliveries.add(deliveries)
  }

  /// Arms the timer of a rule with a schedule, or disarms it.
  func scheduleNext(_ rule: StoredRule) {
    let key = "events.schedule.\(rule.name)"
    guard rule.isEnabled, let schedule = rule.schedule.flatMap({ Schedule($0) }),
      let due = schedule.next(after: timer.now, anchor: Instant(milliseconds: rule.created))
    else { return timer.cancel(key) }
    timer.schedule(key, at: due) { [weak self] in await self?.fire(rule.name, at: due) }
  }

  private func fire(_ name: String, at due: Instant) async {
    let found: LoadedRule?
    do {
      found = try await rules.all().first { $0.rule.name == name }
    } catch {
      return fireLater(name, at: due)
    }
    guard let rule = found, rule.rule.isEnabled else { return }
    let event: JSON = [
      "version": "0", "id": .string(UniqueID.uuid()), "detail-type": "Scheduled Event",
      "source": "aws.events", "account": .string(identity.accountID),
      "time": .string(EventsService.second(due)), "region": .string(identity.region),
      "resources": [.string(identity.arn("events", "rule/\(name)"))], "detail": [:],
    ]
    do {
      try await hand(in: orders(rule, event, name: { UniqueID.uuid() }), at: timer.now)
    } catch {
      return fireLater(name, at: due)
    }
    // The rule may have been changed meanwhile, and its new schedule armed.
    if let present = try? await rules.all().first(where: { $0.rule.name == name }),
      present.rule.schedule == rule.rule.schedule
    {
      scheduleNext(present.rule)
    }
  }

  /// Tries a tick once more while the storage fails.
  private func fireLater(_ name: String, at due: Instant) {
    timer.schedule("events.schedule.\(name)", at: timer.now + 1000) { [weak self] in
      await self?.fire(name, at: due)
    }
  }

  /// Tries a pattern on an event.
  func testEventPattern(_ input: CallInput) throws -> JSON {
    let pattern = try EventPattern(text: try input.text("EventPattern"))
    guard let event = try? JSON(parsing: try input.text("Event")), event.object != nil else {
      throw input.fault("Parameter Event is not valid.")
    }
    let required = ["id", "account", "source", "time", "region", "detail-type"]
    if let missing = required.first(where: { event[$0] == nil }) {
      throw input.fault(
        "Parameter Event is not valid. Reason: Event must contain the field '\(missing)'."
      )
    }
    return ["Result": .bool(pattern.matches(event))]
  }
}
