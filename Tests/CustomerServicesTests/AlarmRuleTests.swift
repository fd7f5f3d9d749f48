import AWSWire
import CustomerDomain
import Testing

@Suite("Rules of composite alarms")
struct AlarmRuleTests {
  static func alarm(_ name: String, _ state: Alarm.State, rule: String? = nil) -> Alarm {
    Alarm(
      name: name,
      arn: "",
      state: state,
      since: Instant(milliseconds: 0),
      reason: "",
      rule: rule
    )
  }

  @Test(
    "A rule is read as the service reads it",
    arguments: [
      (#"ALARM("a b")"#, .stands(.alarm, alarm: "a b")),
      ("ok(plain)", .stands(.ok, alarm: "plain")),
      ("TRUE", .constant(true)), ("not NOT FALSE", .constant(false)),
      (
        "ALARM(a) OR OK(b) AND NOT INSUFFICIENT_DATA(c)",
        .any([
          .stands(.alarm, alarm: "a"),
          .all([.stands(.ok, alarm: "b"), .not(.stands(.insufficientData, alarm: "c"))]),
        ])
      ),
      (
        "(ALARM(a) OR ALARM(b)) AND ALARM(c)",
        .all([
          .any([.stands(.alarm, alarm: "a"), .stands(.alarm, alarm: "b")]),
          .stands(.alarm, alarm: "c"),
        ])
      ),
      (
        #"AT_LEAST(50%, NOT OK, (a, "b,(c"))"#,
        .atLeast("50%", .ok, isNegated: true, alarms: ["a", "b,(c"])
      ),
      (#"ALARM("say \"hi\"")"#, .stands(.alarm, alarm: #"say "hi""#)),
    ] as [(String, AlarmRule)]
  )
  func reading(text: String, rule: AlarmRule) {
    #expect(AlarmRule(text) == rule)
  }

  @Test(
    "What is no rule is none",
    arguments: [
      "", "ALARM", "ALARM(", "ALARM(a", "ALARM(a) ALARM(b)", "ALARM(a) AND", "a", "(TRUE",
      "TRUE)", "ALARM(\"a)", "AT_LEAST(1, ALARM, ())", "NOT", "OR TRUE",
    ]
  )
  func refusing(text: String) {
    #expect(AlarmRule(text) == nil)
  }

  @Test("No rule, however deep or long, exhausts the stack")
  func deep() {
    let brackets = String(repeating: "(", count: 100_000)
    #expect(AlarmRule(brackets + "TRUE") == nil)
    #expect(AlarmRule(String(repeating: "NOT ", count: 4000) + "TRUE") == .constant(true))
    #expect(AlarmRule(String(repeating: "TRUE OR ", count: 100_000) + "TRUE") == nil)
  }

  @Test("A rule holds as its alarms stand; one that is not there stands in no way")
  func holding() throws {
    let states: [String: Alarm.State] = ["a": .alarm, "b": .ok, "c": .insufficientData]
    for (text, expected) in [
      ("ALARM(a) AND OK(b)", true), ("ALARM(b)", false), ("NOT ALARM(gone)", true),
      ("OK(gone)", false), ("AT_LEAST(2, ALARM, (a, b, c))", false),
      ("AT_LEAST(2, NOT ALARM, (a, b, c))", true), ("AT_LEAST(34%, ALARM, (a, b, c))", false),
      ("AT_LEAST(33%, ALARM, (a, b, c))", true),
      ("ALARM(arn:aws:cloudwatch:r:1:alarm:a)", true),
    ] {
      let rule = try #require(AlarmRule(text), "\(text)")
      #expect(rule.holds { states[$0] } == expected, "\(text)")
    }
  }

  @Test("A tree follows composite alarms down, and stops at a cycle and at its limit")
  func tree() throws {
    let rule = try #require(AlarmRule("ALARM(x) OR ALARM(top)"))
    let alarms = [
      Self.alarm("x", .ok, rule: "NOT ALARM(y)"), Self.alarm("y", .ok, rule: "ALARM(x)"),
    ]
    func find(_ name: String) -> Alarm? { alarms.first { $0.name == name } }
    let tree = AlarmTree(rule, of: "top", alarm: find)
    #expect(
      tree.nodes.map(\.kind) == [
        .any, .alarm(name: "x", wanted: .alarm, found: alarms[0]), .not,
        .alarm(name: "y", wanted: .alarm, found: alarms[1]), .cycle(name: "x"),
        .cycle(name: "top"),
      ]
    )
    #expect(
      tree.nodes.map(\.goesOn) == [
        [], [true], [true, false], [true, false, false], [true, false, false, false], [false],
      ]
    )
    let wide = try #require(AlarmRule(String(repeating: "TRUE OR ", count: 499) + "FALSE"))
    let cut = AlarmTree(wide, of: "top", alarm: find)
    #expect(cut.nodes.count < 310 && cut.nodes.last?.kind == .more)
  }
}
