internal import Glibc
internal import JSONValue

/// Log events that can be read later than they were written, each by its own time, whatever came before
/// it; a page has them in the order of time all the same, as CloudWatch Logs promises.
struct LateEvents {
  /// When an event was among the answers first.
  private var firstSeen: [String: Int] = [:]
  /// The time of the newest event that was let through.
  private var newest = Int.min
  /// The events that were let through.
  private var shown: Set<String> = []
  /// How many were let through after a newer one.
  private(set) var overtakenCount = 0

  /// Whether a request is one for log events.
  static func areAskedFor(by head: [UInt8]) -> Bool {
    String(decoding: head, as: UTF8.self).lowercased().contains("logs_20140328.filterlogevents")
  }

  /// Takes what is still late out of an answer.
  mutating func meddle(with answer: inout (head: [UInt8], body: [UInt8]), upTo seconds: Int) {
    guard var body = try? JSON(parsing: answer.body), let events = body["events"]?.array else {
      return
    }
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    let kept = events.filter { event in
      let id = event["eventId"]?.string ?? ""
      let first = firstSeen[id] ?? now.tv_sec
      firstSeen[id] = first
      return now.tv_sec - first >= LateEvents.delay(of: id, upTo: seconds)
    }
    count(kept)
    body["events"] = .array(kept)
    answer.body = body.bytes()
    let lines = String(decoding: answer.head, as: UTF8.self).split(separator: "\r\n")
    let rest = lines.filter { !$0.lowercased().hasPrefix("content-length:") }
    answer.head = Array(
      (rest + ["Content-Length: \(answer.body.count)"]).joined(separator: "\r\n").utf8
    )
  }

  /// Counts those that come behind a newer one of an answer before.
  private mutating func count(_ kept: [JSON]) {
    let before = newest
    for event in kept {
      let time = event["timestamp"]?.int ?? 0
      guard shown.insert(event["eventId"]?.string ?? "").inserted else { continue }
      if time < before { overtakenCount += 1 }
      newest = max(newest, time)
    }
  }

  /// How late an event is; some are not at all.
  private static func delay(of id: String, upTo seconds: Int) -> Int {
    id.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF } % (seconds + 1)
  }
}
