/// Finds what a person probably meant to type.
///
/// This room knows words. It must not know what they are for.
package enum NearestWord {
  /// How many letters of a word are looked at.
  private static let longest = 64

  /// The known word that is nearest to a typed one; `nil` where none is near enough.
  package static func to(_ word: String, among known: [String]) -> String? {
    let word = word.prefix(longest + 1).lowercased()
    let ranked = known.map { (name: $0, distance: distance(word, $0.lowercased())) }
    let nearest = ranked.min { $0.distance < $1.distance }
    return nearest.flatMap { $0.distance <= max(1, word.count / 3) ? $0.name : nil }
  }

  /// `did you mean 'theme'?`; `nil` where no word is near.
  package static func question(_ word: String, among known: [String]) -> String? {
    to(word, among: known).map { "did you mean '\($0)'?" }
  }

  /// The question as the end of a sentence, `; did you mean 'theme'?`; empty where no word is near.
  package static func clause(_ word: String, among known: [String]) -> String {
    question(word, among: known).map { "; \($0)" } ?? ""
  }

  /// The question, or where no word is near all that there are; empty where there is none.
  package static func advice(_ word: String, among known: [String]) -> String {
    if let question = question(word, among: known) { return question }
    return known.isEmpty ? "" : "known are \(known.joined(separator: ", "))"
  }

  /// How many letters have to be put in, left out, changed or swapped with their neighbour to make one
  /// word of the other (Damerau 1964, each place touched once).
  static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.prefix(longest)), Array(right.prefix(longest)))
    var before: [Int] = []
    var above = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var least = min(above[j] + (a[i] == b[j] ? 0 : 1), row[j] + 1, above[j + 1] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          least = min(least, before[j - 1] + 1)
        }
        row.append(least)
      }
      (before, above) = (above, row)
    }
    return above[b.count]
  }
}
