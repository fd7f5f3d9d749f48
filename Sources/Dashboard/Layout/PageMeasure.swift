/// How long something that is read from top to bottom is, and where its sections begin.
///
/// What scrolling needs of a page, whatever it looks like.
struct PageMeasure {
  /// Something that can be chosen.
  struct Item: Hashable {
    /// The line it stands on.
    let line: Int
    /// Its name.
    let name: String
  }

  /// How many lines there are.
  var lineCount: Int
  /// How many lines fit.
  var height: Int
  /// The line each section begins at.
  var sectionStarts: [Int] = []
  /// The lines that can be selected, by number and name, from top to bottom.
  var links: [(line: Int, name: String)] = []
  /// What can be chosen, from top to bottom.
  var items: [Item] = []

  /// What is chosen: what was, if it is in sight, else what is wanted, else the first in sight.
  func chosen(from top: Int, _ names: [String?]) -> Item? {
    let seen = items.filter { (top..<top + height).contains($0.line) }
    for name in names {
      if let item = seen.first(where: { $0.name == name }) { return item }
    }
    return seen.first
  }
}
