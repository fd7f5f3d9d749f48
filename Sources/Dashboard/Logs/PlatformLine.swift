internal import CustomerDomain

/// A line that Lambda itself writes around an invocation, in short.
struct PlatformLine {
  /// What the row says.
  let text: String
  /// Whether the invocation ended badly.
  let isError: Bool

  /// Reads `START`, `END`, `REPORT`, `INIT_START` and `Task timed out`; anything else is not the
  /// platform's.
  init?(_ message: String) {
    let head = message.prefix(11)
    if head.hasPrefix("START Reque") {
      text = "───── start  req " + PlatformLine.shortID(in: message)
      isError = false
    } else if head.hasPrefix("END Request") {
      text = "───── end  req " + PlatformLine.shortID(in: message)
      isError = false
    } else if head.hasPrefix("REPORT Requ") {
      (text, isError) = PlatformLine.report(message)
    } else if head == "INIT_START " {
      text = "───── new instance"
      isError = false
    } else if let timeout = PlatformLine.timeout(message) {
      (text, isError) = (timeout, true)
    } else {
      return nil
    }
  }

  /// `Task timed out after 3.00 seconds  req 5d1f…`: a moment and the request's id stand before it.
  private static func timeout(_ message: String) -> String? {
    guard message.hasPrefix("20") else { return nil }
    let words = message.split(maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\n" })
    guard words.count == 3, words[2].hasPrefix("Task timed out after ") else { return nil }
    return words[2].prefix { $0 != "\n" } + "  req " + words[1].prefix(4) + "…"
  }

  /// `───── 14 ms  62 MB  req 5d1f…`, and what else is worth a word.
  private static func report(_ message: String) -> (String, Bool) {
    let duration = value(of: "Duration", in: message).map(rounded)
    var words = ["───── " + (duration ?? "done")]
    if let memory = value(of: "Max Memory Used", in: message) { words.append(memory) }
    if let start = value(of: "Init Duration", in: message) {
      words.append("cold start " + rounded(start))
    }
    let status = value(of: "Status", in: message)
    if let status { words.append(status == "timeout" ? "timed out" : status) }
    words.append("req " + shortID(in: message))
    return (words.joined(separator: "  "), status == "timeout" || status == "error")
  }

  /// What follows `name: ` up to the next tab.
  static func value(of name: String, in message: String) -> String? {
    for field in message.split(separator: "\t") {
      let field = field.drop { $0 == " " || $0 == "\n" }
      if field.hasPrefix(name + ": ") {
        let value = field.dropFirst(name.count + 2)
        return String(value.prefix { $0 != "\n" })
      }
    }
    return nil
  }

  private static func rounded(_ duration: String) -> String {
    guard let number = duration.split(separator: " ").first.flatMap({ Double($0) }) else {
      return duration
    }
    return number < 1
      ? "<1 ms" : number < 1e12 ? "\(number.whole(in: 0...1_000_000_000_000)) ms" : duration
  }

  private static func shortID(in message: String) -> String {
    let words = message.split(maxSplits: 3, whereSeparator: { $0 == " " || $0 == "\t" })
    return words.count > 2 ? String(words[2].prefix(4)) + "…" : "?"
  }
}
