internal import NIOCore

/// The open connections and running requests of one server; used on its event loop only.
final class ServerConnections {
  /// What each caller may ask of the server.
  let limits: ServerLimits
  /// Whether no connection is taken in any more, and those there are end after their answer.
  private(set) var isClosing = false
  private var open: [ObjectIdentifier: ConnectionHandler] = [:]
  private var running = 0
  private var whenEmpty: EventLoopPromise<Void>?
  private var sweeping: Scheduled<Void>?

  /// Makes an empty table.
  init(limits: ServerLimits) {
    self.limits = limits
  }

  /// Takes a connection in, where there are too many in place of the one that was idle longest;
  /// `false` where it cannot be taken.
  func add(_ handler: ConnectionHandler, on loop: any EventLoop) -> Bool {
    guard !isClosing, open.count < limits.connections || makeRoom() else { return false }
    open[ObjectIdentifier(handler)] = handler
    if sweeping == nil { sweepLater(on: loop) }
    return true
  }

  private func makeRoom() -> Bool {
    let idle = open.values.lazy.filter(\.isIdle).min { $0.since < $1.since }
    guard let idle else { return false }
    open[ObjectIdentifier(idle)] = nil
    idle.cutOff()
    return true
  }

  /// Forgets a connection that has ended.
  func remove(_ handler: ConnectionHandler) {
    open[ObjectIdentifier(handler)] = nil
    if open.isEmpty {
      sweeping?.cancel()
      sweeping = nil
    }
    settleIfEmpty()
  }

  /// Notes that a request goes to the handler.
  func requestStarted() { running += 1 }

  /// Notes that a request was answered.
  func requestEnded() {
    running -= 1
    settleIfEmpty()
  }

  /// Closes idle connections and has the others close after their answer; `done` is kept when none
  /// is left.
  func close(_ done: EventLoopPromise<Void>) {
    isClosing = true
    whenEmpty = done
    for handler in open.values { handler.closeIfIdle() }
    settleIfEmpty()
  }

  /// Cuts off what is still open.
  func cutOff() {
    for handler in open.values { handler.cutOff() }
    running = 0
    settleIfEmpty()
  }

  private func settleIfEmpty() {
    guard isClosing, open.isEmpty, running <= 0 else { return }
    whenEmpty?.succeed(())
    whenEmpty = nil
  }

  /// Looks for slow senders and idle connections again and again while there are connections.
  private func sweepLater(on loop: any EventLoop) {
    let pause = TimeAmount.milliseconds(limits.sweepMilliseconds)
    sweeping = loop.assumeIsolated().scheduleTask(in: pause) { [weak self] in
      guard let self else { return }
      let now = NIODeadline.now()
      for handler in self.open.values { handler.closeIfOverdue(now) }
      self.sweeping = nil
      if !self.open.isEmpty { self.sweepLater(on: loop) }
    }
  }
}
