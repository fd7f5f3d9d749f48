/// A page of events as FilterLogEvents answers it, in which only the digits differ from one to the
/// next, so that making it takes little of the time that is measured.
struct RecordedPage {
  private enum Part {
    case text(String)
    /// The event's number in so many digits.
    case number(Int)
    /// When it was written, in milliseconds since the epoch.
    case time
  }

  /// Digits in an event's text: where the last one is, and how many there are.
  private struct Field {
    let last: Int
    let width: Int

    func write(_ value: Int, into text: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
      var rest = value
      for place in 0..<width {
        guard rest > 0 else { return }
        text[start + last - place] = UInt8(ascii: "0") + UInt8(rest % 10)
        rest /= 10
      }
    }
  }

  private static let head = Array(#"{"events":["#.utf8)
  private static let event: [Part] = [
    // An id as long as CloudWatch Logs' are.
    .text(#"{"eventId":"37"#), .number(54),
    .text(#"","logStreamName":"s","timestamp":"#), .time,
    .text(#","ingestionTime":"#), .time,
    .text(#","message":"{\"level\":\"INFO\",\"message\":\"created\",\"id\":\"user_"#), .number(8),
    .text(#"\",\"requestId\":\"5d1f8a00-0000-4000-8000-000000000000\",\"took\":12}"},"#),
  ]

  /// How many events it has at most.
  let capacity: Int
  /// As many events with zeros for digits.
  private let events: [UInt8]
  private let length: Int
  private var numbers: [Field] = []
  private var times: [Field] = []

  /// Makes a page for so many events.
  init(capacity: Int) {
    self.capacity = capacity
    var event = ""
    for part in RecordedPage.event {
      switch part {
      case .text(let text): event += text
      case .number(let width):
        event += String(repeating: "0", count: width)
        numbers.append(Field(last: event.utf8.count - 1, width: width))
      case .time:
        event += String(repeating: "0", count: 13)
        times.append(Field(last: event.utf8.count - 1, width: 13))
      }
    }
    length = event.utf8.count
    events = Array(String(repeating: event, count: capacity).utf8)
  }

  /// The answer with the events of those numbers.
  ///
  /// - Parameters:
  ///   - range: the numbers, no more than `capacity`.
  ///   - next: where the pages go on.
  ///   - time: when an event was written.
  /// - Returns: the JSON.
  func text(_ range: Range<Int>, next: Int?, _ time: (Int) -> Int64) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(range.count * length + 64)
    text += RecordedPage.head
    text += events[..<(range.count * length)]
    text.withUnsafeMutableBufferPointer { text in
      for number in range {
        let start = RecordedPage.head.count + (number - range.lowerBound) * length
        for field in numbers { field.write(number, into: text, at: start) }
        for field in times { field.write(Int(time(number)), into: text, at: start) }
      }
    }
    // Behind the last event is no comma.
    if !range.isEmpty { text.removeLast() }
    text += "]".utf8
    if let next { text += #","nextToken":"\#(next)""#.utf8 }
    text += "}".utf8
    return text
  }
}
