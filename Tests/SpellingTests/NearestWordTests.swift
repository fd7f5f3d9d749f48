import Spelling
import Testing

@Suite("The nearest word")
struct NearestWordTests {
  private let known = ["theme", "times", "top", "next-error", "zoom"]

  @Test(
    "is found over a letter that is missing, wrong, too many or swapped, in whatever case",
    arguments: [
      ("thme", "theme"), ("tehme", "theme"), ("themes", "theme"), ("ZOMO", "zoom"),
      ("next-eror", "next-error"), ("tpo", "top"),
    ]
  )
  func found(word: String, meant: String) {
    #expect(NearestWord.to(word, among: known) == meant)
    #expect(NearestWord.advice(word, among: known) == "did you mean '\(meant)'?")
    #expect(NearestWord.clause(word, among: known) == "; did you mean '\(meant)'?")
  }

  @Test("is none where nothing is near", arguments: ["", "bogus", "quitting", "x"])
  func none(word: String) {
    #expect(NearestWord.to(word, among: known) == nil)
    #expect(NearestWord.question(word, among: known) == nil)
    #expect(NearestWord.clause(word, among: known) == "")
    #expect(
      NearestWord.advice(word, among: known) == "known are theme, times, top, next-error, zoom"
    )
    #expect(NearestWord.to(word, among: []) == nil)
    #expect(NearestWord.advice(word, among: []) == "")
  }

  @Test("is looked for in no time, however long the word is")
  func long() {
    #expect(NearestWord.to(String(repeating: "x", count: 1_000_000), among: known) == nil)
  }
}
