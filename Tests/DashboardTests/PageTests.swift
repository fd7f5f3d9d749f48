import Testing

@testable import Dashboard

@Suite("Pages")
struct PageTests {
  @Test("Only the lines in sight of a long page are asked what can be chosen on them")
  func longPage() {
    var asked: [Int] = []
    let page = Page(sections: [
      Page.Section(title: "a", count: 100, draw: { _, _, _ in }),
      Page.Section(
        title: "b",
        count: 25_000,
        item: { index in
          asked.append(index)
          return index % 2 == 0 ? "\(index)" : nil
        },
        draw: { _, _, _ in }
      ),
    ])
    let measure = page.measure(height: 20)
    #expect(asked.isEmpty)
    #expect(measure.item(below: 0)?.name == "0" && measure.item(above: 10_104)?.name == "10000")
    #expect(measure.item(below: 10_103)?.line == 10_105 && measure.item(above: 103) == nil)
    #expect(measure.item(below: 30_000) == nil)
    #expect(measure.chosen(from: 10_103, ["10012", nil])?.name == "10012")
    #expect(asked.count < 40, "\(asked.count)")
  }
}
