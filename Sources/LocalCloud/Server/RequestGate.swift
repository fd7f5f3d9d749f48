internal import JSONValue
internal import Synchronization

/// Holds requests back until there is something to answer them: a cloud that starts has its port
/// before it has its services, and whoever calls in that moment only waits.
final class RequestGate: Sendable {
  private enum State {
    case closed([CheckedContinuation<WebHandler?, Never>])
    case open(WebHandler)
    case shut
  }

  private let state = Mutex(State.closed([]))

  /// Lets the requests through, those that wait as well.
  func open(_ handler: @escaping WebHandler) { settle(.open(handler), handler) }

  /// Refuses the requests, those that wait as well.
  func shut() { settle(.shut, nil) }

  /// Whether requests are let through.
  var isOpen: Bool {
    state.withLock { if case .open = $0 { true } else { false } }
  }

  /// The handler's answer, once there is one.
  func answer(_ request: WebRequest) async -> WebResponse {
    if let handler = await handler() { return await handler(request) }
    return RequestGate.notReady
  }

  /// The answer to whoever does not wait.
  static let notReady = WebResponse(
    status: 503,
    json: ["__type": "ServiceUnavailable", "message": "The local cloud does not serve."]
  )

  private func handler() async -> WebHandler? {
    await withCheckedContinuation { continuation in
      let known = state.withLock { state -> WebHandler?? in
        switch state {
        case .closed(let waiting):
          state = .closed(waiting + [continuation])
          return nil
        case .open(let handler): return .some(handler)
        case .shut: return .some(nil)
        }
      }
      if let known { continuation.resume(returning: known) }
    }
  }

  private func settle(_ next: State, _ handler: WebHandler?) {
    let waiting = state.withLock { state -> [CheckedContinuation<WebHandler?, Never>] in
      defer { state = next }
      return if case .closed(let waiting) = state { waiting } else { [] }
    }
    for continuation in waiting { continuation.resume(returning: handler) }
  }
}
