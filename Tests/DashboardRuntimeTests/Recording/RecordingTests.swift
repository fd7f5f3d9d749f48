import AWSWire
import CustomerDomain
import Foundation
import JSONValue
import Synchronization
import Terminal
import TestKit
import Testing

@testable import Dashboard
@testable import DashboardRuntime

@Suite("Recordings")
struct RecordingTests {
  /// A session with everything in it.
  private static func session() throws -> RecordedSession {
    var session = try RecordedSession()
    try session.happen(.recordingBegun(path: "x"), .clockTicked(session.now))
    try session.log(60)
    try session.happen(
      .executionsListed([RecordedSamples.run], at: session.now),
      .executionDescribed(ExecutionReport(RecordedSamples.detail), at: session.now),
      .alarmsListed(
        [RecordedSamples.alarm("a", .ok), RecordedSamples.alarm("é", .ok)],
        at: session.now
      )
    )
    try session.press("1 漢 é enter tab 2 x enter esc down enter")
    try session.happen(.event(.resized(Size(columns: 80, rows: 24))))
    try session.press("esc tab 3")
    for _ in 0..<5 { try session.log(7) }
    try session.press("/ c h")
    try session.press("enter up up enter w esc esc G")
    try session.happen(.theme(Theme.plain))
    try session.press("4 enter")
    try session.happen(
      .event(.alarmsListed([RecordedSamples.alarm("a", .alarm)], at: session.now)),
      after: 60_000
    )
    for event in RecordedSamples.events { try session.happen(event) }
    for size in [(40, 12), (20, 5), (200, 60), (120, 36)] {
      try session.happen(.resized(Size(columns: size.0, rows: size.1)))
      try session.log(20)
      try session.press("? esc 1 tab tab tab Z")
    }
    try session.happen(.opened(RecordedSession.header))
    try session.happen(.resized(Size(columns: 100, rows: 30)))
    try session.log(30)
    try session.end()
    return session
  }

  @Test("A replay shows every frame of the session, cell for cell")
  func everyFrame() throws {
    let session = try RecordingTests.session()
    let reader = try RecordingReader(session.bytes, version: "0.1.0")
    #expect(reader.count == session.frames.count && reader.times == session.times)
    var cursor = try ReplayCursor(reader)
    for (index, frame) in session.frames.enumerated() {
      try cursor.step()
      let isSame = cursor.frame == frame
      #expect(isSame, "entry \(index):\n\(cursor.frame.text)\n--- expected\n\(frame.text)")
      #expect(cursor.frame.size == frame.size && cursor.frame.cursor == frame.cursor)
      if !isSame { break }
    }
    #expect(cursor.isAtEnd && cursor.state == session.state)
  }

  @Test("Any moment can be gone to, forward and back, before and after all was read")
  func seeking() async throws {
    var session = try RecordingTests.session()
    for _ in 0..<3 * ReplayPlayer.stride { try session.log(1) }
    let player = try ReplayPlayer(try RecordingReader(session.bytes, version: "0.1.0"))
    var numbers = SeededNumbers(seed: 7)
    let picks = (0..<20).map { _ in Int.random(in: 0..<session.frames.count, using: &numbers) }
    for index in picks {
      #expect(try await player.picture(at: session.times[index]).frame == session.frames[index])
    }
    let troubles = try await player.readAhead()
    #expect(troubles.contains { $0.kind == .alarm(name: "a") })
    for index in picks.reversed() + [0, session.frames.count - 1] {
      #expect(try await player.picture(at: session.times[index]).frame == session.frames[index])
      let steps = await player.stepsOfLast
      #expect(steps <= ReplayPlayer.stride)
    }
  }

  @Test("Every kind of event reads back as it was written", arguments: RecordedSamples.events)
  func everyEvent(event: DashboardEvent) throws {
    let json = try JSON(encoding: event)
    #expect(json.object?.keys == [event.recordedName])
    let read = try JSON(parsing: json.text()).decoded(as: DashboardEvent.self)
    #expect(read == event)
    #expect(try JSON(encoding: read).text() == json.text())
  }

  @Test("There is an example of every kind of event")
  func complete() {
    #expect(Set(RecordedSamples.events.map(\.recordedName)).count == DashboardEvent.kindCount)
  }

  @Test("What the log showed already is not written again")
  func short() throws {
    var session = try RecordedSession()
    try session.log(200)
    let before = session.bytes.count
    for _ in 0..<100 { try session.log(1) }
    #expect((session.bytes.count - before) / 100 < 2500)
  }

  @Test("A recording that was cut off is replayed up to its last whole line")
  func cut() throws {
    let session = try RecordingTests.session()
    for length in [session.bytes.count - 1, session.bytes.count - 40] {
      let reader = try RecordingReader(Array(session.bytes.prefix(length)), version: "0.1.0")
      #expect(reader.isCut)
      var cursor = try ReplayCursor(reader)
      try cursor.go(to: reader.count)
      #expect(cursor.frame == session.frames[reader.count - 1])
      #expect(try !RecordingSummary(reader).isWhole)
    }
  }

  @Test("What another version wrote names the version that can read it")
  func newer() throws {
    let header = String(decoding: try RecordingWriter().line(RecordedSession.header), as: UTF8.self)
      .replacing(#""rollcall":"0.1.0""#, with: #""rollcall":"9.8.7""#)
    let event = #"{"ms":5,"event":{"moonRose":{"_0":1}}}"# + "\n"
    let reader = try RecordingReader(Array((header + event).utf8), version: "0.1.0")
    var cursor = try ReplayCursor(reader)
    let problem = #expect(throws: RecordingProblem.self) { try cursor.step() }
    #expect(problem?.description == #"line 2, a "moonRose" event cannot be read by rollcall 0.1.0"#)
    #expect(problem?.advice == "replay it with rollcall 9.8.7, which recorded it")
    let own = "\"format\":\(RecordingHeader.format)"
    // Those of before had events of other forms: gaps in 1, explanations in 2.
    for number in [1, 2, RecordingHeader.format + 1] {
      let other = header.replacing(own, with: "\"format\":\(number)")
      #expect(other != header, "\(number)")
      let format = #expect(throws: RecordingProblem.self) {
        try RecordingReader(Array(other.utf8), version: "0.1.0")
      }
      #expect(format?.advice.contains("9.8.7") == true)
    }
  }

  @Test(
    "What is no recording is an error",
    arguments: [
      "", "x", "{}\n", "[]\n",
      "{\"rollcall\":\"0.1.0\",\"format\":\(RecordingHeader.format)}\n", "\u{0}\n\n",
    ]
  )
  func noRecording(text: String) {
    #expect(throws: RecordingProblem.self) {
      try RecordingReader(Array(text.utf8), version: "0.1.0")
    }
  }

  @Test("A damaged line is an error with its number")
  func damaged() throws {
    let session = try RecordingTests.session()
    var lines = String(decoding: session.bytes, as: UTF8.self).split(separator: "\n")
    lines[3] = #"{"ms":9,"event":{"resized":{"_0":{"columns":99999,"rows":1}}}}"#
    let reader = try RecordingReader(
      Array((lines.joined(separator: "\n") + "\n").utf8),
      version: "0.1.0"
    )
    var cursor = try ReplayCursor(reader)
    let problem = #expect(throws: RecordingProblem.self) { try cursor.go(to: reader.count) }
    #expect(problem?.description.hasPrefix("line 4, a \"resized\" event cannot be read") == true)
  }

  @Test("Numbers that no dashboard has are an error, and end no program")
  func hostile() throws {
    let query = LogQuery(above: 1, below: 0)
    func window(_ change: (inout LogWindow) -> Void) -> DashboardEvent {
      var window = LogWindow(query: query, lines: [], anchor: nil, total: 1, arrived: 0)
      change(&window)
      return .logsWindowed(window)
    }
    let start = RecordedSession.now
    let events: [DashboardEvent] = [
      .zoneChanged(utcOffsetMinutes: .max), .zoneChanged(utcOffsetMinutes: .min),
      .saveProgressed(SaveProgress(done: .max, expected: 2)), window { $0.searched = .max },
      window { $0.olderCount = .max }, window { $0.total = -1 },
      window { $0.histogram = LogHistogram(start: start, step: 0, bins: [.init()]) },
      window { $0.histogram = LogHistogram(start: start, step: .max, bins: [.init()]) },
      .clockTicked(Instant(milliseconds: .min)), .clockTicked(Instant(milliseconds: .max)),
    ]
    let session = try RecordingTests.session()
    let first = try #require(
      String(decoding: session.bytes, as: UTF8.self).split(separator: "\n").first
    )
    for event in events {
      var writer = RecordingWriter()
      let line = try writer.line(RecordingEntry(milliseconds: 1, .event(event)))
      let reader = try RecordingReader(Array(first.utf8) + [0x0A] + line, version: "0.1.0")
      var cursor = try ReplayCursor(reader)
      #expect(throws: RecordingProblem.self, "\(event)") { try cursor.go(to: 1) }
    }
    let late = Array(first.utf8) + Array("\n{\"ms\":9223372036854775807,\"end\":\"\"}\n".utf8)
    #expect(throws: RecordingProblem.self) { try RecordingReader(late, version: "0.1.0") }
  }

  @Test("The summary tells how long, how large, and what went red")
  func summary() throws {
    let session = try RecordingTests.session()
    let summary = try RecordingSummary(RecordingReader(session.bytes, version: "0.1.0"))
    #expect(summary.isWhole && summary.size == Size(columns: 120, rows: 36))
    #expect(summary.durationMilliseconds == session.times.last)
    #expect(summary.startedAt == RecordedSession.now)
    let red = summary.troubles.filter { $0.kind == .alarm(name: "a") }
    #expect(red.count == 1)
    #expect(try #require(red.first).milliseconds > 60_000)
  }
}

@Suite("Writing a recording")
struct RecorderTests {
  @Test("A recorder writes what happens, in order, and how it ended")
  func order() async throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/a.jsonl"
    let file = try GrowingFile(creating: path)
    let start = ContinuousClock.now
    let recorder = Recorder(
      header: RecordedSession.header,
      append: { bytes in try file.append(bytes) },
      inbox: EventInbox(),
      start: start
    )
    for (index, event) in RecordedSamples.events.enumerated() {
      recorder.note(event, at: start + .milliseconds(index))
    }
    recorder.note(Theme.plain, at: start + .seconds(1))
    await recorder.finish("quit", at: start + .seconds(2))
    let bytes = try WholeFile.bytes(of: path)
    let reader = try RecordingReader(bytes, version: "0.1.0")
    #expect(reader.count == RecordedSamples.events.count + 2 && !reader.isCut)
    #expect(reader.duration == 2000)
    let memory = JSONMemory()
    for (index, event) in RecordedSamples.events.enumerated() {
      let entry = try reader.entry(index, memory: memory)
      #expect(entry == RecordingEntry(milliseconds: Int64(index), .event(event)))
    }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: GrowingFile.Failure.self) { try GrowingFile(creating: path) }
    #expect(try WholeFile.bytes(of: path) == bytes)
  }

  @Test("A recording goes on where it was left, with another dashboard")
  func goesOn() async throws {
    let written = Mutex<[UInt8]>([])
    let start = ContinuousClock.now
    for base in [nil, 5000] as [Int64?] {
      let recorder = Recorder(
        header: RecordedSession.header,
        continuingAt: base,
        append: { bytes in written.withLock { $0 += bytes } },
        inbox: EventInbox(),
        start: start
      )
      for event in RecordedSamples.events { recorder.note(event, at: start) }
      #expect(recorder.length(at: start + .milliseconds(7)) == (base ?? 0) + 7)
      await recorder.finish("quit", at: start + .milliseconds(10))
    }
    let reader = try RecordingReader(written.withLock { $0 }, version: "0.1.0")
    var cursor = try ReplayCursor(reader)
    try cursor.go(to: reader.count)
    #expect(reader.count == 2 * RecordedSamples.events.count + 3 && reader.duration == 5010)
  }

  @Test("A full disk ends the recording with a word, and not the dashboard")
  func diskFull() async throws {
    let inbox = EventInbox()
    let count = Atomic(0)
    struct Full: Error, CustomStringConvertible { let description = "No space left on device" }
    let told = Mutex<[String]>([])
    let recorder = Recorder(
      header: RecordedSession.header,
      append: { _ in if count.add(1, ordering: .relaxed).newValue > 3 { throw Full() } },
      inbox: inbox,
      start: .now,
      ended: { reason in told.withLock { $0.append(reason) } }
    )
    for event in RecordedSamples.events { recorder.note(event, at: .now) }
    await recorder.finish("quit", at: .now)
    #expect(count.load(ordering: .relaxed) == 4)
    #expect(inbox.drain() == [.recordingEnded(reason: "No space left on device")])
    #expect(told.withLock { $0 } == ["No space left on device"])
  }
}
