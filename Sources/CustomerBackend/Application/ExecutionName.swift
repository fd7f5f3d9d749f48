internal import JSONValue

/// A name that a caller gives a run, so that submitting it again starts nothing twice.
///
/// Step Functions takes more characters than these, but shows only these in the console and in logs.
struct ExecutionName {
  /// The name: 1 to 80 letters, digits, hyphens and underscores.
  let text: String

  /// Reads the name in a member of a request; `nil` where none is given.
  ///
  /// - Throws: `Refusal` with status 400.
  init?(in member: JSON?) throws(Refusal) {
    guard let member, !member.isNull else { return nil }
    guard let text = member.string, (1...80).contains(text.utf8.count),
      text.utf8.allSatisfy(ExecutionName.isAllowed)
    else {
      throw Refusal(
        status: 400,
        reason: "executionName must be 1 to 80 letters, digits, hyphens or underscores"
      )
    }
    self.text = text
  }

  /// The ARN of the run under this name: `…:stateMachine:M` becomes `…:execution:M:NAME`.
  func executionARN(of stateMachineARN: String) -> String {
    var parts = stateMachineARN.split(separator: ":", omittingEmptySubsequences: false)
    if parts.indices.contains(5) { parts[5] = "execution" }
    return (parts + [Substring(text)]).joined(separator: ":")
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
