/// Finds what a person probably meant.
package enum Suggestion {
  /// A hint such as `did you mean 'theme'?`, or the list of what there is where nothing is near.
  package static func nearest(to word: String, among known: [String]) -> String {
    let ranked = known.map { (name: $0, distance: distance(word, $0)) }
      .min { $0.distance < $1.distance }
    guard let ranked else { return "" }
    if ranked.distance <= max(2, word.count / 3) { return "did you mean '\(ranked.name)'?" }
    return "known are \(known.joined(separator: ", "))"
  }

  /// How many characters must be put in, taken out or changed to make one word of the other
  /// (Levenshtein 1966).
  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.prefix(64)), Array(right.prefix(64)))
    var row = Array(0...b.count)
    for (i, character) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
