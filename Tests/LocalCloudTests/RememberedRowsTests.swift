import Testing

@testable import LocalCloud

struct RememberedRowsTests {
  @Test func `A row is read once, and again after it was forgotten`() {
    let rows = RememberedRows<String, Int>()
    #expect(rows.row("a") { 1 } == 1)
    #expect(rows.row("a") { 2 } == 1)
    rows.forget("a")
    #expect(rows.row("a") { 3 } == 3)
    rows.forgetAll()
    #expect(rows.row("a") { 4 } == 4)
  }

  @Test func `What is not there is asked for again`() {
    let rows = RememberedRows<String, Int>()
    #expect(rows.row("a") { nil } == nil)
    #expect(rows.row("a") { 1 } == 1)
  }

  @Test func `A reading that began before a change does not bring the old row back`() {
    let rows = RememberedRows<String, Int>()
    let old = rows.row("a") {
      rows.forget("a")
      return 1
    }
    #expect(old == 1)
    #expect(rows.row("a") { 2 } == 2)
  }
}
