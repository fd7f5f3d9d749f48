internal import AWSWire
internal import GRDB
internal import Logging

/// Carries what lies in the outbox to subscribers of one channel, and tries again what failed.
///
/// What is due when lies in the database, so that it goes on after a restart. A parcel stays under
/// way until what became of it is durable, however long that takes, so that none goes out twice after
/// it was taken; only one whose fate a restart leaves unknown goes out again, under the same message
/// id.
actor Courier {
  /// How soon the outbox is looked at again where it could not be read, in milliseconds.
  private static let lookPause: Int64 = 5000
  /// How soon a note that could not be made is tried again, in milliseconds; doubled up to a minute.
  private static let firstNotePause: Int64 = 1000
  private static let lastNotePause: Int64 = 60_000

  private let channel: any DeliveryChannel
  private let database: any CloudDatabase
  private let timer: any CloudTimer
  private let meter: TopicMeter
  private let logger: Logger
  private var underWay: Set<Int64> = []

  /// Makes a courier that has nothing to do yet.
  init(
    _ channel: any DeliveryChannel,
    database: any CloudDatabase,
    timer: any CloudTimer,
    meter: TopicMeter,
    logger: Logger
  ) {
    (self.channel, self.database, self.timer, self.logger) = (channel, database, timer, logger)
    self.meter = meter
  }

  /// Whether nothing is under way.
  var isIdle: Bool { underWay.isEmpty }

  private var key: String { "sns.\(channel.kinds[0])" }

  /// Sets the clock for the next parcel that is due.
  func plan() async {
    let (kinds, others) = (channel.kinds, underWay)
    do {
      let next = try await database.read { db in
        try OutboxStore.nextDue(kinds, except: others, in: db)
      }
      // With no room left, whoever comes back first plans anew.
      guard underWay.count < channel.width, let next else { return }
      timer.schedule(key, at: max(next, timer.now)) { [weak self] in await self?.carry() }
    } catch {
      lookLater(error)
    }
  }

  private func lookLater(_ error: any Error) {
    logger.warning("the outbox cannot be read", metadata: ["error": "\(error)"])
    timer.schedule(key, at: timer.now + Courier.lookPause) { [weak self] in await self?.plan() }
  }

  /// Carries what is due, as much as there is room for.
  private func carry() async {
    let (kinds, now, limit) = (channel.kinds, timer.now, channel.width + underWay.count)
    let due: [Parcel]
    do {
      due = try await database.read { db in
        try OutboxStore.due(kinds, at: now, limit: limit, in: db)
      }
    } catch {
      return lookLater(error)
    }
    let parcels = due.filter { !underWay.contains($0.number) }
      .prefix(max(0, channel.width - underWay.count))
    guard !parcels.isEmpty else { return }
    underWay.formUnion(parcels.map(\.number))
    await withDiscardingTaskGroup { group in
      for parcel in parcels {
        group.addTask {
          await self.carry(parcel)
          await self.plan()
        }
      }
    }
  }

  private func carry(_ parcel: Parcel) async {
    do throws(MailFault) {
      try await channel.deliver(parcel)
      await settle(parcel, nil)
    } catch {
      // A try that the cloud's own end cut short is no failure: the next owner goes on with it.
      if !Task.isCancelled { await settle(parcel, error) }
    }
    underWay.remove(parcel.number)
  }

  /// Notes what became of a parcel, and returns when that is durable or the cloud ends.
  private func settle(_ parcel: Parcel, _ fault: MailFault?) async {
    let number = parcel.number
    let again: Instant? =
      fault?.isPermanent == false
      ? RetrySchedule.next(
        after: parcel.attempts + 1,
        publishedAt: parcel.time,
        now: timer.now
      ) : nil
    var pause = Courier.firstNotePause
    while true {
      do {
        try await database.write { db in
          if let fault, let again {
            try OutboxStore.postpone(number, until: again, reason: fault.reason, in: db)
          } else {
            let state = fault == nil ? DeliveryState.sent : .failed
            try OutboxStore.settle(number, state, reason: fault?.reason, in: db)
          }
        }
        if again == nil {
          meter.settled(topic: parcel.topicARN, isDelivered: fault == nil, at: timer.now)
        }
        return
      } catch {
        logger.warning(
          "what became of a message cannot be noted yet",
          metadata: ["message": "\(parcel.messageID)", "error": "\(error)"]
        )
      }
      await timer.pause("\(key).note.\(number)", until: timer.now + pause)
      guard !Task.isCancelled else { return }
      pause = min(pause * 2, Courier.lastNotePause)
    }
  }
}
