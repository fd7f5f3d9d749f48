internal import AWSClient
internal import AWSWire
internal import Glibc
internal import JSONValue

/// A CloudWatch Logs that was recorded: one group whose events come at a rate, a page of ten thousand
/// at most each time.
final class RecordedTransport: HTTPSender {
  private static let page = 10_000

  private let count: Int
  private let perSecond: Int
  private let start = ContinuousClock.now
  private let begin: Int64

  /// Makes a transport of so many events, so many a second; 0 for as many as are asked for.
  init(count: Int, perSecond: Int) {
    self.count = count
    self.perSecond = perSecond
    begin = SystemWallClock().now.milliseconds
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

  /// When an event was written: as many as the rate says are written in a second.
  private func time(of number: Int) -> Int64 {
    begin + Int64(number) * 1000 / Int64(perSecond > 0 ? perSecond : 100_000)
  }

  private func events(_ input: JSON) -> [UInt8] {
    let from = Int64(input["startTime"]?.int ?? 0)
    let to = input["endTime"]?.int.map(Int64.init) ?? .max
    let rate = Int64(perSecond > 0 ? perSecond : 100_000)
    var first = Int(max(0, (from - begin) * rate / 1000))
    if let token = input["nextToken"]?.string.flatMap({ Int($0) }) { first = token }
    let passed = (ContinuousClock.now - start) / .seconds(1)
    let written = perSecond > 0 ? min(count, Int(passed * Double(perSecond))) : count
    var text: [UInt8] = []
    text.reserveCapacity(4_000_000)
    text += #"{"events":["#.utf8
    var number = first
    while number < min(written, first + RecordedTransport.page) {
      let time = time(of: number)
      if time > to { break }
      if time >= from {
        if text.last != UInt8(ascii: "[") { text.append(UInt8(ascii: ",")) }
        text += #"{"eventId":""#.utf8
        text += LogBenchmark.id(number).utf8
        text += #"","logStreamName":"s","timestamp":\#(time),"ingestionTime":\#(time),"#.utf8
        text += #""message":"{\"level\":\"INFO\",\"message\":\"created\",\"id\":\"user_"#.utf8
        text += String(number).utf8
        text += #"\",\"requestId\":\"5d1f8a00-0000-4000-8000-000000000000\",\"took\":12}"}"#.utf8
      }
      number += 1
    }
    text += "]".utf8
    if number < written, time(of: number) <= to { text += #","nextToken":"\#(number)""#.utf8 }
    text += "}".utf8
    return text
  }
}
