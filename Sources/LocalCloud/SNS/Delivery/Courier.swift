internal import AWSWire
internal import GRDB

/// Carries what lies in the outbox to subscribers of one channel, and tries again what failed.
///
/// What is due when lies in the database, so that it goes on after a restart. A parcel is noted as
/// sent before it can be picked again, so that none goes out twice after it was taken; one whose
/// fate is unknown goes out again under the same message id.
actor Courier {
  private let channel: any DeliveryChannel
  private let database: any CloudDatabase
  private let timer: any CloudTimer
  private var underWay: Set<Int64> = []

  /// Makes a courier that has nothing to do yet.
  init(_ channel: any DeliveryChannel, database: any CloudDatabase, timer: any CloudTimer) {
    (self.channel, self.database, self.timer) = (channel, database, timer)
  }

  /// Whether nothing is under way.
  var isIdle: Bool { underWay.isEmpty }

  /// Sets the clock for the next parcel that is due.
  func plan() async {
    let kinds = channel.kinds
    let next = try? await database.read { db in try OutboxStore.nextDue(kinds, in: db) }
    // With no room left, whoever comes back first plans anew.
    guard underWay.count < channel.width, let due = next.flatMap(\.self) else { return }
    timer.schedule("sns.\(kinds[0])", at: max(due, timer.now)) { [weak self] in
      await self?.carry()
    }
  }

  /// Carries what is due, as much as there is room for.
  private func carry() async {
    let (kinds, now, limit) = (channel.kinds, timer.now, channel.width + underWay.count)
    let due = try? await database.read { db in
      try OutboxStore.due(kinds, at: now, limit: limit, in: db)
    }
    let parcels = (due ?? []).filter { !underWay.contains($0.number) }
      .prefix(max(0, channel.width - underWay.count))
    guard !parcels.isEmpty else { return }
    underWay.formUnion(parcels.map(\.number))
    await withDiscardingTaskGroup { group in
      for parcel in parcels { group.addTask { await self.carry(parcel) } }
    }
    await plan()
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

  private func settle(_ parcel: Parcel, _ fault: MailFault?) async {
    let (number, now) = (parcel.number, timer.now)
    let again: Instant? =
      fault?.isPermanent == false
      ? RetrySchedule.next(after: parcel.attempts + 1, publishedAt: parcel.time, now: now) : nil
    try? await database.write { db in
      if let fault, let again {
        try OutboxStore.postpone(number, until: again, reason: fault.reason, in: db)
      } else {
        try OutboxStore.settle(
          number,
          fault == nil ? .sent : .failed,
          reason: fault?.reason,
          in: db
        )
      }
    }
  }
}
