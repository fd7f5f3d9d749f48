/// How long something that is read from top to bottom is, and where its sections begin.
///
/// What scrolling needs of a page, whatever it looks like.
struct PageMeasure {
  /// How many lines there are.
  var lineCount: Int
  /// How many lines fit.
  var height: Int
  /// The line each section begins at.
  var sectionStarts: [Int] = []
  /// The lines that can be selected, by number and name, from top to bottom.
  var links: [(line: Int, name: String)] = []
}
