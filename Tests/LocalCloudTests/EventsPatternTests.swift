import JSONValue
import Testing

@testable import LocalCloud

@Suite struct `Event patterns` {
  @Test func `the recorded cases match as AWS matched them`() throws {
    guard let cases = conformanceCases("event-patterns") else { return }
    #expect(!cases.isEmpty)
    for example in cases {
      let name = example["name"]?.string ?? ""
      let pattern = example["pattern"] ?? nil
      if example["invalid"]?.bool == true {
        let error = #expect(throws: CloudError.self, "\(name)") { try EventPattern(pattern) }
        #expect(error?.message == example["error_message_first_line"]?.string, "\(name)")
      } else {
        #expect(
          try EventPattern(pattern).matches(example["event"] ?? nil) == example["matches"]?.bool,
          "\(name)"
        )
      }
    }
  }
}
