import Glibc
import JSONValue
import StatesLanguage
import Testing

/// A recorded run to compare with.
struct Scenario: CustomTestStringConvertible, Sendable {
  let json: JSON

  var testDescription: String { json["name"]?.string ?? "?" }

  func flag(_ key: String) -> Bool { json[key]?.bool ?? false }

  /// All recorded runs; none where the recordings are not beside the project.
  static let all: [Scenario] = {
    var folder = String(#filePath)
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = String(folder[..<slash])
      if let bytes = read(folder + "/shared/conformance/asl-scenarios.json") {
        return ((try? JSON(parsing: bytes))?.array ?? []).map { Scenario(json: $0) }
      }
    }
    return []
  }()

  /// Those in the language that is supported.
  static let supported = all.filter { !$0.flag("jsonata") && !$0.flag("uses_variables") }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return bytes
  }
}

@Suite struct ConformanceTests {
  @Test(
    "A recorded run is repeated exactly",
    .enabled(if: !Scenario.all.isEmpty),
    arguments: Scenario.supported
  )
  func recorded(_ scenario: Scenario) throws {
    let definition = try #require(scenario.json["definition"])
    let run = try Harness().run(definition, scenario.json["input"] ?? [:])
    #expect(run.outcome?.status == scenario.json["expected_status"]?.string)
    #expect(run.output == scenario.json["expected_output"])
    #expect(run.error == scenario.json["expected_error"]?.string)
    #expect(run.cause == scenario.json["expected_cause"]?.string)
    if let types = scenario.json["history_event_types"]?.array {
      let expected = types.compactMap(\.string)
      if scenario.flag("concurrent") {
        #expect(run.types.sorted() == expected.sorted())
      } else {
        #expect(run.types == expected)
      }
    }
    if let previous = scenario.json["history_prev_ids"]?.array {
      let found = run.history.map(\.previousEventId)
      let expected = previous.compactMap(\.int)
      if scenario.flag("concurrent") {
        #expect(found.sorted() == expected.sorted())
      } else {
        #expect(found == expected)
      }
    }
    #expect(run.history.map(\.id) == Array(1...run.history.count))
  }

  @Test(
    "A run that is kept as text between its steps has the same history",
    .enabled(if: !Scenario.all.isEmpty),
    arguments: Scenario.supported
  )
  func persistent(_ scenario: Scenario) throws {
    let definition = try #require(scenario.json["definition"])
    let input = scenario.json["input"] ?? [:]
    let whole = try Harness().run(definition, input)
    let pieces = try Harness(isPersistent: true).run(definition, input)
    #expect(pieces.history == whole.history)
    #expect(pieces.outcome == whole.outcome)
  }
}
