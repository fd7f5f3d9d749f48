import AWSWire
import Terminal
import Testing

@testable import Dashboard

@Suite("Which invocation a log line is of, and the log's histogram")
struct LogRequestTests {
  private static let id = "5d1f8a00-0000-4000-8000-000000000000"

  @Test(
    "A line's request is told by what the platform and loggers write",
    arguments: [
      ("START RequestId: \(id) Version: $LATEST", true), ("END RequestId: \(id)", true),
      (#"{"level":"INFO","requestId":"\#(id)","message":"m"}"#, true),
      (#"{"aws_request_id" : "\#(id)"}"#, true), (#"{"AWSRequestId":"\#(id)"}"#, true),
      (#"{"apiRequestId":"\#(id)"}"#, false), (#"{"requestId":"short"}"#, false),
      (#"{"requestId":7}"#, false), (#"{"requestId":"#, false),
      ("2026-11-27T12:00:00.000Z\t\(id)\tINFO\thello", true),
      ("[ERROR]\t2026-11-27T12:00:00.000Z\t\(id)\tboom\n", true),
      ("plain \(id)", false), ("", false), ("START RequestId: ", false),
    ]
  )
  func requests(message: String, isTold: Bool) {
    #expect(LogRequest(message)?.id == (isTold ? LogRequestTests.id : nil))
    #expect(LogRequest(message)?.isReport ?? false == false)
  }

  @Test("A report tells how long its invocation took, and how much memory")
  func report() {
    let request = LogRequest(
      "REPORT RequestId: \(LogRequestTests.id)\tDuration: 13.61 ms\tBilled Duration: 14 ms\t"
        + "Memory Size: 128 MB\tMax Memory Used: 62 MB\t\n"
    )
    let wanted = LogRequest(
      id: LogRequestTests.id,
      isReport: true,
      milliseconds: 13.61,
      megabytes: 62
    )
    #expect(request == wanted)
  }

  @Test("A histogram's steps are those people count in, and fit its columns")
  func steps() {
    let start: Int64 = 1_700_000_000_000
    for (length, columns, step) in [
      (0, 60, 100), (59_000, 60, 1000), (60_000, 60, 2000), (900_000, 60, 30_000),
      (86_400_000, 60, 1_800_000), (900_000, 1, 1_800_000),
    ] as [(Int64, Int, Int64)] {
      let first = Instant(milliseconds: start)
      let histogram = LogHistogram(from: first, to: first + length, columns: columns)
      #expect(histogram.step >= step, "\(length) in \(columns)")
      #expect(histogram.step <= max(step * 2, 1), "\(length) in \(columns)")
      #expect(histogram.bins.count <= columns)
      #expect(histogram.start <= first && first - histogram.start < histogram.step)
      #expect(histogram.bin(of: first) == 0)
      #expect(histogram.bin(of: first + length) == histogram.bins.count - 1)
    }
  }

  @Test("Lines of one moment are one narrow bar", arguments: [40, 80, 120, 200])
  func moment(columns: Int) throws {
    var driver = Driver.full(Size(columns: columns, rows: 24))
    driver.keys("esc 3 z")
    let lines = (0..<2).map { number in
      LogLine(sequence: number, event: Sample.event("[ERROR] it broke", id: "\(number)"))
    }
    let query = try #require(driver.state.logs.query)
    driver.go(.logsWindowed(Sample.window(query, lines)))
    let geometry = LogsGeometry(driver.state)
    let frame = view(driver.state, size: driver.state.size, theme: .plain)
    let bars = geometry.bars.inset(left: geometry.barLabelWidth)
    let signs = [Glyphs.unicode.failed.text, Glyphs.unicode.column.last?.text]
    let drawn = (bars.x..<bars.maxX).filter { column in
      signs.contains(frame.character(at: Point(x: column, y: bars.y)))
    }
    #expect((1...2).contains(drawn.count), "\(frame.text)")
  }

  @Test("A histogram takes any stretch of time")
  func extremes() {
    let (first, last) = (Instant(milliseconds: .min), Instant(milliseconds: .max))
    for columns in [1, 2, 80] {
      let histogram = LogHistogram(from: first, to: last, columns: columns)
      #expect(histogram.bins.count <= columns)
      #expect((0..<columns).contains(histogram.bin(of: Instant(milliseconds: 0))))
    }
    #expect(LogHistogram(from: last, to: first, columns: 5).bins.count >= 1)
  }
}
