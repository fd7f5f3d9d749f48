import AWSWire
import CustomerDomain
import JSONValue
import LocalCloud
import Terminal
import Testing

@testable import rollcall

@Suite("Output")
struct OutputTests {
  private func answer(_ outcome: CustomerAnswer.Outcome) -> CustomerAnswer {
    CustomerAnswer(
      id: "x",
      action: .lookUp,
      outcome: outcome,
      latencyMilliseconds: 1,
      answeredAt: Instant(milliseconds: 0)
    )
  }

  @Test("A tally tells what came how often, in a fixed order")
  func tally() {
    var tally = AnswerTally(total: 4)
    #expect(tally.summary == "no answers")
    let failure = ServiceFailure(kind: .throttled, action: "look up", reason: "slow down")
    for outcome in [.absent, .failed(failure), .exists, .exists] as [CustomerAnswer.Outcome] {
      tally.count(answer(outcome))
    }
    #expect(tally.summary == "2 exist, 1 absent, 1 failed")
    #expect(tally.answered == 4)
  }

  @Test("What was refused before it was sent is said not to have been sent")
  func unsent() {
    let refusal = ServiceFailure(kind: .notPermitted, action: "insert", reason: "READ-ONLY")
    let forbidden = ServiceFailure(
      kind: .notPermitted,
      action: "insert",
      reason: "Forbidden",
      code: "Forbidden"
    )
    #expect(answer(.failed(refusal)).line.text == "x  not sent")
    #expect(answer(.failed(forbidden)).line.text == "x  failed  1 ms")
    var tally = AnswerTally(total: 2)
    for failure in [refusal, forbidden] { tally.count(answer(.failed(failure))) }
    #expect(tally.summary == "1 not sent, 1 failed")
  }

  @Test("A tally and a command's times are in the dashboard's words")
  func words() {
    for outcome in [.alreadyExisted, .wasAbsent, .deleted] as [CustomerAnswer.Outcome] {
      var tally = AnswerTally(total: 1)
      tally.count(answer(outcome))
      #expect(tally.summary == "1 \(outcome)")
    }
    #expect(Words.duration(milliseconds: 62_000) == "1 m 02 s")
    #expect(Words.duration(milliseconds: 59_960) == "59 s")
    let now = Instant(milliseconds: 1_000_000)
    #expect(Words.age(of: now + -42_000, at: now) == "40 s")
  }

  @Test("A bar is never wider than the terminal, and gives way to the bare numbers")
  func bar() {
    var tally = AnswerTally(total: 8)
    for _ in 0..<2 { tally.count(answer(.exists)) }
    #expect(tally.bar(width: 14) == "[##------] 2/8")
    #expect(tally.bar(width: 200) == "[##########" + String(repeating: "-", count: 30) + "] 2/8")
    #expect(tally.bar(width: 10) == "2/8")
    #expect(AnswerTally(total: 0).bar(width: 80) == "0/0")
  }

  @Test("A run whose parts hold escape sequences is printed without one")
  func hostileRun() {
    let moment = Instant(milliseconds: 0)
    let evil = "a\u{1B}]0;x\u{07}\u{202E}b"
    var detail = ExecutionDetail(
      execution: Execution(arn: evil, name: evil, status: .failed, startedAt: moment),
      input: .string(evil)
    )
    (detail.error, detail.cause) = (evil, evil)
    detail.events = [
      ExecutionEvent(
        number: 1,
        previousNumber: 0,
        timestamp: moment,
        type: evil,
        stateName: nil,
        details: .string(evil)
      )
    ]
    let lines = ExecutionCommand.lines(detail, withHistory: true)
    #expect(lines.count == 5)
    for line in lines {
      #expect("\(line)".unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    }
    for index in [0, 2, 3, 4] { #expect("\(lines[index])".contains("a␛]0;x")) }
  }

  @Test("A log line as text is never cut, however long it is and however many members it has")
  func wholeLine() {
    let message = String(repeating: "m", count: 90_000)
    let members = (0..<100).map { #""k\#($0)":"\#(String(repeating: "v", count: 2000))""# }
    let event = LogEvent(
      eventID: "1",
      group: "g",
      stream: "s",
      timestamp: Instant(milliseconds: 0),
      ingestedAt: Instant(milliseconds: 0),
      message: #"{"message":"\#(message)",\#(members.joined(separator: ","))}"#
    )
    let line = "\(event.line())"
    #expect(line.count { $0 == "m" } == 90_000 && line.count { $0 == "v" } == 200_000)
  }

  @Test("A long id in an explanation is cut in its middle, so that the rows stay in sight")
  func longID() {
    func incident(_ id: String) -> Incident {
      Incident(
        execution: Execution(
          arn: id,
          name: "run",
          status: .failed,
          startedAt: Instant(milliseconds: 0),
          customerID: id
        )
      )
    }
    let long = "begin" + String(repeating: "x", count: 200) + "\u{202E}end"
    let explanation = Explanation(
      subject: .execution("run"),
      incidents: [incident(long), incident("short")]
    )
    let lines = ExplanationText(explanation, now: Instant(milliseconds: 0)).lines
    #expect(lines.allSatisfy { $0.width < 100 }, "\(lines)")
    #expect("\(lines)".contains("run   beginxxxxxxxxxxxxx…xxxxxx\\u{202E}end  "), "\(lines)")
    #expect("\(lines)".contains("run   short  "))
  }

  @Test("explain shows the alarms of a composite one as a tree, each under what names it")
  func alarmTree() {
    func alarm(_ name: String) -> Alarm {
      Alarm(name: name, arn: name, state: .alarm, since: Instant(milliseconds: 0), reason: "")
    }
    let explanation = Explanation(
      subject: .alarm(name: "top"),
      alarm: alarm("top"),
      children: [alarm("middle"), alarm("part")],
      depths: ["part": 1]
    )
    let lines = ExplanationText(explanation, now: Instant(milliseconds: 0)).lines.map { "\($0)" }
    #expect(lines[1].hasPrefix("  ALARM  middle  ") && lines[2].hasPrefix("    ALARM  part  "))
  }

  @Test("A damaged database is told in one line, with the command that starts afresh")
  func damage() {
    let error = CloudStoreError(path: "/d/x", reason: .corrupt(detail: "tree 2\npage 3"))
    let usual = ServiceFailure(openingLocalCloud: error, folder: "/d")
    #expect(usual.reason == "/d/x is damaged (tree 2, page 3); nothing in it was changed")
    #expect(usual.advice.contains("'rollcall local --reset'"))
    let named = ServiceFailure(openingLocalCloud: error, folder: "/my d", isNamed: true)
    #expect(named.advice.contains("'rollcall local --reset --data '/my d''"), "\(named.advice)")
  }

  @Test(
    "A word is quoted for the shell only where it must be",
    arguments: [
      ("/a/b-1_c.d", "/a/b-1_c.d"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("", "''"),
    ]
  )
  func shellWords(word: String, quoted: String) {
    #expect(ShellWord.quoted(word) == quoted)
  }

  @Test("What is said of a failure is the same in JSON, and tells what a look-up found")
  func settled() {
    let failure = ServiceFailure(kind: .unavailable, action: "insert", resource: "x", reason: "no")
    let unknown = answer(.unknown(failure))
    let text = unknown.error(settledBy: answer(.absent))
    #expect(text == "insert x: no; it is now absent")
    #expect(
      unknown.json(error: text).text() == #"{"id":"x","error":"insert x: no; it is now absent"}"#
    )
    #expect(unknown.error(settledBy: nil) == "insert x: no; whether it was done is not known")
    #expect(answer(.failed(failure)).error(settledBy: nil) == "insert x: no")
    #expect(answer(.exists).error(settledBy: nil) == nil)
  }

  @Test("A log event is one line for people, with fields instead of JSON")
  func logLine() {
    let event = LogEvent(
      eventID: "1",
      group: "/aws/lambda/put",
      stream: "s",
      timestamp: Instant(milliseconds: 1500),
      ingestedAt: Instant(milliseconds: 1500),
      message: #"{"timestamp":"t","level":"ERROR","message":"no\nroom","id":"a\u001b[2J"}"# + "\n"
    )
    #expect(
      event.line(sourceWidth: 5).text
        == "1970-01-01T00:00:01.500Z put   ERROR no␊room  id=a␛[2J"
    )
  }

  @Test("Alarms have short reasons; with their histories the long ones stand below")
  func alarms() {
    let moment = Instant(milliseconds: 0)
    let metric = Alarm.Metric(
      namespace: "AWS/Lambda",
      name: "Errors",
      dimensions: [],
      statistic: "Sum",
      periodSeconds: 60,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      threshold: 1,
      comparison: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching"
    )
    let long = "Threshold Crossed: 1 datapoint [2.0 (24/11/26 12:03:00)] was greater"
    let red = Alarm(name: "a", arn: "a", state: .alarm, since: moment, reason: long, metric: metric)
    let green = Alarm(name: "b", arn: "b", state: .ok, since: moment, reason: long, metric: metric)
    let short = AlarmsCommand.lines([red, green], [:], now: moment).map(\.text)
    #expect(short[1].hasSuffix("2 errors in 60 s, threshold 1"))
    #expect(short[2].hasSuffix("within bounds"))
    let item = AlarmHistoryItem(
      alarmName: "a",
      timestamp: moment,
      type: "StateUpdate",
      summary: "OK to ALARM"
    )
    let full = AlarmsCommand.lines([red, green], ["a": [item], "b": []], now: moment).map(\.text)
    #expect([full[0], full[1], full[4]] == short)
    #expect(full[2] == "  reason  \(long)")
    #expect(full[3] == "  1970-01-01T00:00:00.000Z  StateUpdate  OK to ALARM")
  }

  @Test("What the user wrote is bad configuration; the cloud's own trouble is unavailability")
  func openingTheLocalCloud() {
    let errors: [(any Error, ServiceFailure.Kind)] = [
      (TemplateError("no such type", logicalID: "A", line: 3), .badConfiguration),
      (CloudStoreError(path: "/d/x", reason: .newer(migration: "m")), .badConfiguration),
      (CloudStoreError(path: "/d/x", reason: .corrupt(detail: "c")), .unavailable),
      (CloudStoreError(path: "/d/x", reason: .diskFull), .unavailable),
      (CloudStoreError(path: "/d/x", reason: .notWritable(detail: "n")), .unavailable),
      (ServerError.portInUse(80), .unavailable),
      (HostError.ownerSilent(folder: "/d", processID: 7), .unavailable),
    ]
    for (error, kind) in errors {
      let failure = ServiceFailure(openingLocalCloud: error, folder: "/d", templateFile: "t.yaml")
      #expect(failure.kind == kind, "\(error)")
      #expect(failure.description.hasSuffix("\(error)") || error is TemplateError)
      #expect(failure.resource == (error is TemplateError ? "t.yaml" : "/d"))
    }
  }
}
