import AWSWire
import CustomerDomain
import JSONValue
import LocalCloud
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
