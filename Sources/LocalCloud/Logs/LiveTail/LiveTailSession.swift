internal import AWSWire
internal import JSONValue
internal import Synchronization

/// One live tail: what it was asked for, what has passed, and how far it is.
final class LiveTailSession: MessageStream {
  /// How long a session lasts: three hours, in milliseconds.
  static let length: Int64 = 10_800_000

  private enum Phase {
    case response
    case start
    case updates
    case over
  }

  private let request: LiveTailRequest
  private let requestID: String
  private let identity: CloudIdentity
  private let timer: any CloudTimer
  private let hub: LiveTailHub
  private let id = UniqueID.uuid()
  private let end: Instant
  private let state: Mutex<(phase: Phase, buffer: LiveTailBuffer)>

  /// Begins a session.
  init(
    _ request: LiveTailRequest,
    requestID: String,
    identity: CloudIdentity,
    timer: any CloudTimer,
    hub: LiveTailHub
  ) {
    (self.request, self.requestID, self.identity) = (request, requestID, identity)
    (self.timer, self.hub) = (timer, hub)
    end = timer.now + LiveTailSession.length
    state = Mutex((.response, LiveTailBuffer(start: timer.now)))
  }

  deinit { hub.leave(ObjectIdentifier(self)) }

  /// Takes in what was written to a stream.
  func take(_ lines: [LogLine], group: String, stream: String, ingested: Instant) {
    guard request.wants(group: group, stream: stream) else { return }
    let matching = lines.filter { request.matches($0.message) }
    guard !matching.isEmpty else { return }
    let shownGroup = "\(identity.accountID):\(group)"
    state.withLock { state in
      for line in matching {
        let event = LiveTailEvent(
          stream: stream,
          group: shownGroup,
          message: line.message,
          timestamp: line.timestamp.milliseconds,
          ingested: ingested.milliseconds
        )
        state.buffer.take(event, at: timer.now)
      }
    }
  }

  /// The next message: that the session stands, then an update a second, at last that time is up.
  func next() async -> StreamedMessage? {
    while true {
      let now = timer.now
      let (message, due) = state.withLock { state -> (StreamedMessage?, Instant) in
        let message = advance(to: now, &state.phase, &state.buffer)
        return (message, state.phase == .over ? now : state.buffer.due)
      }
      guard message == nil, due > now else { return message }
      await timer.pause("logs.live-tail.\(id)", until: min(due, end))
      if Task.isCancelled { return nil }
    }
  }

  private func advance(
    to now: Instant,
    _ phase: inout Phase,
    _ buffer: inout LiveTailBuffer
  ) -> StreamedMessage? {
    switch phase {
    case .response:
      phase = .start
      return .event("initial-response", [:])
    case .start:
      phase = .updates
      let start = request.sessionStart(requestID: requestID, sessionID: id)
      return .event("sessionStart", start)
    case .updates:
      if now >= end {
        phase = .over
        return .exception(
          "SessionTimeoutException",
          "The session timed out. Sessions are kept open for three hours."
        )
      }
      return buffer.next(at: now).map { .event("sessionUpdate", LiveTailSession.wire($0)) }
    case .over: return nil
    }
  }

  private static func wire(_ update: LiveTailBuffer.Update) -> JSON {
    [
      "sessionMetadata": ["sampled": JSON(update.isSampled)],
      "sessionResults": .array(
        update.events.map { event in
          [
            "logStreamName": .string(event.stream), "logGroupIdentifier": .string(event.group),
            "message": .string(event.message), "timestamp": JSON(Int(event.timestamp)),
            "ingestionTime": JSON(Int(event.ingested)),
          ]
        }
      ),
    ]
  }
}
