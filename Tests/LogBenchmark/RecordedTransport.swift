internal import AWSClient
internal import AWSWire
internal import Glibc
internal import JSONValue

/// A CloudWatch Logs that was recorded: one group whose events come at a rate, a page of ten thousand
/// at most each time.
final class RecordedTransport: HTTPSender {
  private let count: Int
  private let perSecond: Int
  private let begun = ContinuousClock.now
  private let begin: Int64
  private let page: RecordedPage

  /// Makes a transport of so many events, so many a second; 0 for as many as are asked for.
  init(count: Int, perSecond: Int) {
    self.count = count
    self.perSecond = perSecond
    begin = SystemWallClock().now.milliseconds
    page = RecordedPage(capacity: 10_000)
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let target = request.headers["x-amz-target"] ?? ""
    let input = (try? JSON(parsing: request.body)) ?? .null
    let answer: [UInt8]
    if target.hasSuffix("DescribeLogGroups") {
      answer = Array(#"{"logGroups":[{"logGroupName":"/aws/lambda/insert_id"}]}"#.utf8)
    } else if target.hasSuffix("FilterLogEvents") {
      answer = events(input)
    } else {
      answer = Array("{}".utf8)
    }
    return HTTPResponse(status: 200, body: answer)
  }

  /// How many events are written in a second of the log's own time.
  private var rate: Int64 { Int64(perSecond > 0 ? perSecond : 100_000) }

  /// When an event was written.
  private func time(of number: Int) -> Int64 { begin + Int64(number) * 1000 / rate }

  /// The first event at a moment or later.
  private func first(at moment: Int64) -> Int {
    let distance = max(0, moment - begin)
    return Int((distance * rate + 999) / 1000)
  }

  private func events(_ input: JSON) -> [UInt8] {
    let from = Int64(input["startTime"]?.int ?? 0)
    let end = input["endTime"]?.int.map { first(at: Int64($0) + 1) } ?? .max
    let start = input["nextToken"]?.string.flatMap { Int($0) } ?? first(at: from)
    let passed = (ContinuousClock.now - begun) / .seconds(1)
    let written = perSecond > 0 ? min(count, Int(passed * Double(perSecond))) : count
    let last = max(start, min(written, end))
    let range = start..<min(last, start + page.capacity)
    return page.text(range, next: range.upperBound < last ? range.upperBound : nil, time(of:))
  }
}
