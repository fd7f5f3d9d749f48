package import Dashboard
internal import Synchronization
package import Terminal

/// Where answers wait for the thread that owns the state.
///
/// Anyone may post; the first event after the inbox was emptied wakes the owner. Of events that
/// each tell the whole of something (a window of log rows, a list of runs), only the newest is kept,
/// so that a flood costs one update a frame and not one an answer.
package final class EventInbox: Sendable {
  private struct Content {
    var events: [DashboardEvent] = []
    /// Where in `events` the newest of a kind stands.
    var newest: [Kind: Int] = [:]
    var waker: Waker?
  }

  fileprivate enum Kind: Hashable {
    case executionsListed
    case executionDescribed
    case logsWindowed
    case logTailChanged
    case alarmsListed
    case roundTripMeasured
  }

  private let content = Mutex(Content())

  /// Makes an empty inbox; events wait in it until a loop attaches itself.
  package init() {}

  /// Wakes `waker` from now on.
  package func attach(_ waker: Waker) {
    let isWaiting = content.withLock { content in
      content.waker = waker
      return !content.events.isEmpty
    }
    if isWaiting { waker.wake() }
  }

  /// Adds an event.
  package func post(_ event: DashboardEvent) {
    let waker = content.withLock { content in
      let wasEmpty = content.events.isEmpty
      if let kind = Kind(event) {
        if let index = content.newest[kind] {
          content.events[index] = event
          return nil as Waker?
        }
        content.newest[kind] = content.events.count
      }
      content.events.append(event)
      return wasEmpty ? content.waker : nil
    }
    waker?.wake()
  }

  /// Takes out all that waits, oldest first.
  func drain() -> [DashboardEvent] {
    content.withLock { content in
      defer {
        content.events.removeAll(keepingCapacity: true)
        content.newest.removeAll(keepingCapacity: true)
      }
      return content.events
    }
  }
}

extension EventInbox.Kind {
  fileprivate init?(_ event: DashboardEvent) {
    switch event {
    case .executionsListed: self = .executionsListed
    case .executionDescribed: self = .executionDescribed
    case .logsWindowed: self = .logsWindowed
    case .logTailChanged: self = .logTailChanged
    case .alarmsListed: self = .alarmsListed
    case .roundTripMeasured: self = .roundTripMeasured
    default: return nil
    }
  }
}
