internal import CustomerDomain
package import Dashboard
internal import Synchronization
package import Terminal

/// Where answers wait for the thread that owns the state.
///
/// Anyone may post; the first event that matters after the inbox was emptied wakes the owner. Of events that
/// each tell the whole of something (a window of log rows, a list of runs), only the newest is kept,
/// in its own place, so that a flood costs one update a frame and not one an answer, and what came
/// before it is not taken for what came after.
package final class EventInbox: Sendable {
  private struct Content {
    var entries: [(kind: Kind?, event: DashboardEvent)] = []
    /// Whether the owner was woken, or will be when it attaches itself, and has not looked yet.
    var isAwaited = false
    var waker: Waker?
  }

  fileprivate enum Kind: Hashable {
    case executionsListed
    case executionDescribed(arn: String)
    case logsWindowed
    case logTailChanged
    case saveProgressed
    case alarmsRead
    case overviewRead
    case roundTripMeasured
  }

  private let content = Mutex(Content())

  /// Makes an empty inbox; events wait in it until a loop attaches itself.
  package init() {}

  /// Wakes `waker` from now on.
  package func attach(_ waker: Waker) {
    let isWaiting = content.withLock { content in
      content.waker = waker
      return !content.entries.isEmpty
    }
    if isWaiting { waker.wake() }
  }

  /// Adds an event.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - wakes: whether the owner is to look at once. What only confirms what the screen shows can
  ///     wait until it looks anyway, which it does before anything on the screen grows old.
  package func post(_ event: DashboardEvent, wakes: Bool = true) {
    let waker = content.withLock { content in
      let wasAwaited = content.isAwaited
      content.isAwaited = wasAwaited || wakes
      let kind = Kind(event)
      if let kind, let index = content.entries.firstIndex(where: { $0.kind == kind }) {
        content.entries.remove(at: index)
      }
      content.entries.append((kind, event))
      return wakes && !wasAwaited ? content.waker : nil
    }
    waker?.wake()
  }

  /// Whether something waits that the owner is to look at at once.
  var isAwaited: Bool { content.withLock { $0.isAwaited } }

  /// Takes out all that waits, oldest first.
  package func drain() -> [DashboardEvent] {
    content.withLock { content in
      defer {
        content.entries.removeAll(keepingCapacity: true)
        content.isAwaited = false
      }
      return content.entries.map(\.event)
    }
  }
}

extension EventInbox.Kind {
  fileprivate init?(_ event: DashboardEvent) {
    switch event {
    case .executionsListed: self = .executionsListed
    case .executionDescribed(let report, _):
      self = .executionDescribed(arn: report.detail.execution.arn)
    case .logsWindowed: self = .logsWindowed
    case .logTailChanged: self = .logTailChanged
    case .saveProgressed: self = .saveProgressed
    case .alarmsRead: self = .alarmsRead
    case .overviewRead: self = .overviewRead
    case .roundTripMeasured: self = .roundTripMeasured
    default: return nil
    }
  }
}
