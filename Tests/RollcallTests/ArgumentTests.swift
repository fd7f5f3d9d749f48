import AWSWire
import ArgumentParser
import CustomerDomain
import TestKit
import Testing

@testable import rollcall

@Suite("Arguments")
struct ArgumentTests {
  @Test(
    "Lengths of time are read with their unit; a bare number is seconds",
    arguments: [
      ("500ms", 500), ("30s", 30_000), ("10m", 600_000), ("2h", 7_200_000), ("1d", 86_400_000),
      ("5", 5000), ("1.5s", 1500), ("1h30m", 5_400_000), ("1d2h3m4s5ms", 93_784_005),
      ("2h0s", 7_200_000),
    ]
  )
  func durations(text: String, milliseconds: Int64) {
    #expect(DurationArgument(argument: text)?.milliseconds == milliseconds)
  }

  @Test("A recording that is gone on with is not read for its length")
  func further() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/r.jsonl"
    try WholeFile.write(Array("no recording".utf8), to: path)
    let words = ["--record-further", path, "--record-length", "5000"]
    #expect(try RecordingOption.parse(words).file()?.base == 5000)
    #expect(try RecordingOption.parse(["--record", "\(folder.path)/new"]).file()?.base == nil)
  }

  @Test("A picture whose name does not tell its form needs to be told it")
  func pictureNames() throws {
    #expect(throws: (any Error).self) { try ScreenshotCommand.parse(["--output", "a.png"]) }
    #expect(try ScreenshotCommand.parse(["--output", "a.png", "--format", "text"]).zoom == false)
    #expect(try ScreenshotCommand.parse(["--output", "a.ansi"]).output == "a.ansi")
  }

  @Test(
    "What is no length of time is refused",
    arguments: [
      "", "s", "-1s", "1x", "1e30", "abc", "30m1h", "1h1h", "1h30", "1h-5m", "1h 30m", "1.5h30m",
      "h30m", "1h9999999999m",
    ]
  )
  func noDurations(text: String) {
    #expect(DurationArgument(argument: text) == nil)
  }

  @Test("An option that there is none of is named, also where arguments are missing")
  func unknownOption() throws {
    let wrong = try #require(UnknownOption(in: ["--bogus"], of: GetCommand.self))
    #expect(wrong.sentence(of: "get") == "'get' has no option '--bogus'; see 'rollcall get --help'")
    let near = try #require(UnknownOption(in: ["--json", "--wiat=1"], of: SubmitCommand.self))
    let question = "'submit' has no option '--wiat'; did you mean '--wait'?"
    #expect(near.sentence(of: "submit") == question)
    let root = try #require(UnknownOption(in: ["--zom"], ofDashboardIn: Rollcall.self))
    #expect(root.sentence(of: nil) == "there is no option '--zom'; see 'rollcall --help'")
    let nearRoot = try #require(UnknownOption(in: ["--read-onl"], ofDashboardIn: Rollcall.self))
    #expect(
      nearRoot.sentence(of: nil) == "there is no option '--read-onl'; did you mean '--read-only'?"
    )
    for words in [["--version"], ["--theme", "dark"], ["--context=a"]] {
      #expect(UnknownOption(in: words, ofDashboardIn: Rollcall.self) == nil)
    }
    for words in [["a", "--json", "--file=x"], ["--", "--bogus"], ["-5"], ["--help"]] {
      #expect(UnknownOption(in: words, of: GetCommand.self) == nil)
    }
  }

  @Test("A moment is a length of time before now, or a date")
  func moments() {
    let now = Instant(milliseconds: 1_000_000_000)
    #expect(MomentArgument(argument: "10s")?.instant(now: now) == now + -10_000)
    #expect(
      MomentArgument(argument: "1970-01-02T00:00:00Z")?.instant(now: now).milliseconds
        == 86_400_000
    )
  }

  @Test(
    "A date without seconds or a zone is in UTC",
    arguments: [
      ("2026-11-27T06:42", "2026-11-27T06:42:00.000Z"),
      ("2026-11-27 06:42:10", "2026-11-27T06:42:10.000Z"),
      ("2026-11-27T06:42Z", "2026-11-27T06:42:00.000Z"),
      ("2026-11-27T06:42+02:00", "2026-11-27T04:42:00.000Z"),
      ("2026-11-27", "2026-11-27T00:00:00.000Z"),
      ("2026-11-27T06", nil), ("2026-11-27T06:4", nil), ("2026-11-27T06:42ZZ", nil),
    ]
  )
  func dates(text: String, moment: String?) {
    #expect(MomentArgument(argument: text)?.defaultValueDescription == moment)
  }

  @Test("Lines since a moment that is later than the one until which they are told are refused")
  func disorder() throws {
    for words in [
      ["--since", "10m", "--until", "20m"], ["--until", "1h"],
      ["--since", "2026-11-27T06:42", "--until", "2026-11-27T06:41"],
    ] {
      #expect {
        try LogsCommand.parse(words)
      } throws: { error in
        let text = LogsCommand.fullMessage(for: error)
        return text.contains("--since must not be later than --until")
          && LogsCommand.exitCode(for: error).rawValue == ExitStatus.usage.code
      }
    }
    for words in [
      ["--since", "20m", "--until", "10m"], ["--since", "10m", "--until", "10m"],
      ["--since", "10m", "--until", "2026-11-27"],
    ] {
      #expect(throws: Never.self) { try LogsCommand.parse(words) }
    }
  }

  @Test("A length of time and a moment are compared by the clock by which they are read")
  func orderByClock() throws {
    let moment = try #require(Instant(iso8601: "2026-11-27T06:42:00Z"))
    let until = try LogsCommand.parse(["--since", "10m", "--until", moment.iso8601])
    let span = try until.span(now: moment + 600_000)
    #expect(span.start == moment && span.end == moment)
    #expect(throws: ExitStatus.usage) { try until.span(now: moment + 600_001) }
    let since = try LogsCommand.parse(["--since", moment.iso8601, "--until", "10m"])
    #expect(throws: ExitStatus.usage) { try since.span(now: moment + 599_999) }
    #expect(throws: Never.self) { try since.span(now: moment + 600_000) }
    let open = try LogsCommand.parse(["--since", moment.iso8601]).span(now: moment + -1)
    #expect(open.start == moment && open.end == nil)
  }

  @Test("Of several endings the gravest is told")
  func worst() {
    #expect(ExitStatus.worst([.done, .negative]) == .negative)
    #expect(ExitStatus.worst([.negative, .badInput, .unavailable]) == .unavailable)
    #expect(ExitStatus.worst([.tryAgain, .notPermitted]) == .notPermitted)
    #expect(ExitStatus.worst([]) == .done)
  }

  @Test(
    "A file of ids loses its byte order mark, carriage returns and blank lines, not its repeats"
  )
  func idFile() {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("a\r\n\n b \nb\r\nb".utf8)
    let lines = IDFile.lines(in: bytes)
    #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a", " b ", "b", "b"])
    #expect(lines.map(\.number) == [1, 3, 4, 5])
    #expect(IDFile.lines(in: []).isEmpty)
  }

  @Test("What is no UTF-8 is no id, and is named with its line")
  func noText() {
    let lines = IDFile.lines(in: Array("a\n\n".utf8) + [0x62, 0xFF, 0x0A])
    #expect {
      try lines[1].id()
    } throws: { error in
      "\(error)" == "line 3: id \"b\\u{FFFD}\": not UTF-8"
    }
  }

  @Test("A tab in an id shows as its code")
  func tab() {
    #expect {
      try IDLine(text: "a\tb").id()
    } throws: { error in
      "\(error)" == "id \"a\\u{09}b\": control character U+0009"
    }
  }

  @Test("A long id is named by its ends and its length")
  func longID() {
    let line = IDLine(text: "head" + String(repeating: "x", count: 3000) + "tail")
    #expect {
      try line.id()
    } throws: { error in
      let text = "\(error)"
      return text.contains("\"head") && text.contains("tail (3008 bytes)\"") && text.count < 200
    }
  }

  @Test("However an id is written, a message about it stays short and shows no part of it twice")
  func longOddID() {
    let marks = "a" + String(repeating: "\u{301}", count: 3000)
    #expect(IDLine.short(marks).unicodeScalars.count < 150)
    #expect(IDLine.short(marks).hasSuffix(" (6001 bytes)"))
    let letters = String(repeating: "\u{9867}", count: 45)
    #expect(IDLine.short(letters) == letters)
    let shown = IDLine.short(String(repeating: "x\u{200D}", count: 45))
    #expect(shown.count { $0 == "x" } == 13, "\(shown)")
  }

  @Test("A demo begins with something for every pane, and the same seed tells the same story")
  func demo() {
    var (script, same) = (DemoScript(seed: 7), DemoScript(seed: 7))
    var steps: [DemoScript.Step] = []
    var wait = 0
    for _ in 0..<20 {
      guard let next = script.next() else { break }
      steps.append(next.step)
      wait += steps.count <= 12 ? next.wait : 0
      #expect(same.next()?.step == next.step)
    }
    #expect(steps.contains { if case .submit = $0 { true } else { false } })
    #expect(steps.contains { if case .inject = $0 { true } else { false } })
    #expect(wait <= 5000)
  }
}
