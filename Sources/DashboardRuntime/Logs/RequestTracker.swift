internal import Dashboard

/// Tells which invocation wrote a line: by the id in the line, else by the invocation that its stream
/// was in.
///
/// A stream is written by one instance of a function, which has one invocation at a time.
struct RequestTracker: Sendable {
  private struct Open {
    let request: UInt64
    let since: Int64
  }

  /// How many streams are remembered; each that is open has an invocation that did not end.
  private static let limit = 20_000

  private var open: [UInt64: Open] = [:]

  /// What wrote a line; 0 where it is not known.
  mutating func request(
    of message: UnsafeBufferPointer<UInt8>,
    group: String,
    stream: String,
    time: Int64
  ) -> UInt64 {
    let request = RequestScan.id(in: message).map {
      RequestTracker.hash(UnsafeBufferPointer(rebasing: message[$0]))
    }
    guard group.hasPrefix("/aws/lambda/") else { return request ?? 0 }
    if let request {
      if RequestScan.isStart(message) {
        if open.count >= RequestTracker.limit { open = [:] }
        open[RequestTracker.key(group, stream)] = Open(request: request, since: time)
      } else if RequestScan.isReport(message) {
        let key = RequestTracker.key(group, stream)
        if open[key]?.request == request { open[key] = nil }
      }
      return request
    }
    guard !open.isEmpty, let invocation = open[RequestTracker.key(group, stream)],
      time >= invocation.since
    else { return 0 }
    return invocation.request
  }

  private static func key(_ group: String, _ stream: String) -> UInt64 {
    hash(stream.utf8, seed: hash(group.utf8))
  }

  /// FNV-1a (draft-eastlake-fnv) with a last mixing step; never 0.
  private static func hash(
    _ bytes: some Sequence<UInt8>,
    seed: UInt64 = 0xCBF2_9CE4_8422_2325
  ) -> UInt64 {
    var hash = seed
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    return max(1, hash &* 0x9E37_79B9_7F4A_7C15)
  }
}
