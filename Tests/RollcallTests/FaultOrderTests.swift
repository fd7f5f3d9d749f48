import CustomerDomain
import Testing

@testable import rollcall

@Suite("Which of several faults shows")
struct FaultOrderTests {
  private func note(_ kinds: [InjectedFault.Kind], rate: Double = 1) -> String? {
    let faults = kinds.map { InjectedFault(function: "f", kind: $0, rate: rate) }
    return FaultOrder(faults + [InjectedFault(function: "g", kind: .throttle)], of: "f").note
  }

  @Test("A fault that hides none needs no word")
  func nothingHidden() {
    #expect(note([]) == nil)
    #expect(note([.throttle]) == nil)
    #expect(note([.delay(milliseconds: 5), .error]) == nil)
  }

  @Test("Throttle comes first, then timeout, then error, in whatever order they were asked for")
  func order() {
    #expect(
      note([.error, .throttle, .timeout])
        == "f has several faults: throttle comes first, then timeout, then error; "
        + "'rollcall fault f --clear' lifts them all"
    )
    #expect(
      note([.delay(milliseconds: 5), .timeout], rate: 0.5)
        == "f has several faults: timeout comes first where it hits, then delay 5 ms; "
        + "'rollcall fault f --clear' lifts them all"
    )
  }
}
