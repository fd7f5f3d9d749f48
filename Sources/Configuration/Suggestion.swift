/// Finds what a person probably meant.
package enum Suggestion {
  /// A hint such as `did you mean 'theme'?`, or the list of what there is where nothing is near.
  package static func nearest(to word: String, among known: [String]) -> String {
    let ranked = known.map { (name: $0, distance: distance(word, $0)) }
      .min { $0.distance < $1.distance }
    guard let ranked else { return "" }
    if ranked.distance <= max(1, word.count / 3) { return "did you mean '\(ranked.name)'?" }
    return "known are \(known.joined(separator: ", "))"
  }

  /// How many characters must be put in, taken out, changed or swapped with their neighbour to make
  /// one word of the other (Damerau 1964, each place touched once).
  private static func distance(_ left: String, _ right: String) -> Int {
    let (a, b) = (Array(left.prefix(64)), Array(right.prefix(64)))
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
