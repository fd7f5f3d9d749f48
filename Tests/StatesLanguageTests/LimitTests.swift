import JSONValue
import StatesLanguage
import Testing

@Suite struct LimitTests {
  @Test("A loop without end fails with event 25,000")
  func endless() throws {
    let run = try Harness().run([
      "StartAt": "A", "States": ["A": ["Type": "Pass", "Next": "A"]],
    ])
    #expect(run.history.count == 25_000)
    #expect(run.history.last?.type == "ExecutionFailed")
    #expect(run.history.last?.previousEventId == 24_999)
    #expect(run.error == "States.Runtime")
    #expect(run.cause == "The execution reached the maximum number of history events (25000).")
  }

  @Test("A definition that nests a thousand deep is refused")
  func deepDefinition() throws {
    var branch: JSON = ["StartAt": "S", "States": ["S": ["Type": "Succeed"]]]
    var rule: JSON = ["Variable": "$.a", "IsNull": true]
    for depth in 0..<1000 {
      branch = [
        "StartAt": JSON("P\(depth)"),
        "States": [
          "P\(depth)": ["Type": "Parallel", "Branches": [branch], "End": true]
        ],
      ]
      rule = ["Not": rule]
    }
    rule["Next"] = "S"
    let choice: JSON = [
      "StartAt": "C",
      "States": ["C": ["Type": "Choice", "Choices": [rule]], "S": ["Type": "Succeed"]],
    ]
    for definition in [branch, choice] {
      #expect(throws: DefinitionError.self) { try StateMachine(definition: definition) }
    }
  }

  @Test("Data that nests ever deeper ends the execution and not the process")
  func deepData() throws {
    let run = try Harness().run([
      "StartAt": "A",
      "States": ["A": ["Type": "Pass", "Parameters": ["a.$": "$"], "Next": "A"]],
    ])
    #expect(run.error == "States.DataLimitExceeded")
  }

  @Test("Random expressions are read or refused, and what is read can be worked out")
  func fuzz() throws {
    let pieces = [
      "$", "$$", ".", "..", "a", "*", "[", "]", "(", ")", "?", "@", "'", "\"", "\\", ",", ":", "0",
      "-1", "99999999999999999999", "States.", "Array", "Format", "States.Array(", "'{}'", " ",
      "==",
      "&&", "||", "!", "$.a", "[*]", "[?(@.a>1)]", "é", "\u{0}", "length()", "States.UUID()",
    ]
    var random = Seeded(state: 42)
    var accepted = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...8, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      let definition: JSON = [
        "StartAt": "A",
        "States": ["A": ["Type": "Pass", "Parameters": ["x.$": .string(text)], "End": true]],
      ]
      guard let machine = try? StateMachine(definition: definition) else { continue }
      accepted += 1
      var execution = Execution(
        machine: machine,
        input: ["a": [["a": 2], 1, "x"]],
        context: Harness.context
      )
      _ = execution.start(at: 0, seed: 0)
      #expect(execution.outcome != nil)
    }
    #expect(accepted > 100)
  }

  @Test("A definition with any part replaced by something else is read or refused")
  func mutations() throws {
    let values: [JSON] = [nil, true, 0, -1, 1.5, "", "$", "Z", [], [[:]], [:], ["a": [nil]]]
    for mutant in Self.mutants(of: ForkTests.busy, values) {
      guard let machine = try? StateMachine(definition: mutant) else { continue }
      var execution = Execution(
        machine: machine,
        input: ["items": [1]],
        context: Harness.context
      )
      #expect(!execution.start(at: 0, seed: 0).isEmpty)
    }
  }

  /// The document with each of its parts in turn replaced by each of `values`.
  private static func mutants(of json: JSON, _ values: [JSON]) -> [JSON] {
    var all = values
    switch json {
    case .array(let elements):
      for index in elements.indices {
        all += mutants(of: elements[index], values).map { mutant in
          var copy = elements
          copy[index] = mutant
          return .array(copy)
        }
      }
    case .object(let members):
      for (key, value) in members {
        all += mutants(of: value, values).map { mutant in
          var copy = members
          copy[key] = mutant
          return .object(copy)
        }
      }
    default: break
    }
    return all
  }
}

/// A small generator whose numbers are always the same.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
