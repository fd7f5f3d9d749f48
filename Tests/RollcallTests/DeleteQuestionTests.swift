import CustomerDomain
import Terminal
import Testing

@testable import rollcall

@Suite("The question before deleting")
struct DeleteQuestionTests {
  private func question(_ ids: [String], production: Bool = false) throws -> DeleteQuestion {
    DeleteQuestion(
      ids: try ids.map { try CustomerID($0) },
      table: "customer_ids",
      context: "prod",
      isProduction: production
    )
  }

  @Test("One id is named with its table and its context")
  func one() throws {
    #expect(try question(["a"]).preface.isEmpty)
    #expect(try question(["a"]).prompt == "Delete \"a\" from customer_ids in prod? [y/N]")
    #expect(
      try question(["a"], production: true).prompt
        == "Delete \"a\" from customer_ids in PRODUCTION prod? Type the id again:"
    )
  }

  @Test("Several ids are listed up to ten, and the rest is counted")
  func several() throws {
    let two = try question(["a", "b"])
    #expect(two.preface == ["Delete 2 ids from customer_ids in prod:", "  a", "  b"])
    #expect(two.prompt == "Delete them? [y/N]")
    let many = try question((1...12).map { "id\($0)" }, production: true)
    #expect(many.preface.first == "Delete 12 ids from customer_ids in PRODUCTION prod:")
    #expect(many.preface.suffix(2) == ["  id10", "  and 2 more"])
    #expect(many.prompt == "Type the number of ids to delete them:")
  }

  @Test(
    "In production only the id or the number of ids agrees, elsewhere a y",
    arguments: [
      (["a"], false, "y", true), (["a"], false, "Yes", true), (["a"], false, "", false),
      (["a"], false, "a", false), (["a"], true, "y", false), (["a"], true, "a", true),
      (["y", "z"], true, "y", false), (["y", "z"], true, "2", true), (["y"], true, "1", false),
      (["e\u{301}"], true, "\u{E9}", false), (["e\u{301}"], true, "e\u{301}", true),
    ] as [([String], Bool, String, Bool)]
  )
  func agreement(ids: [String], production: Bool, answer: String, agrees: Bool) throws {
    #expect(try question(ids, production: production).isAgreed(by: answer) == agrees)
  }
}
