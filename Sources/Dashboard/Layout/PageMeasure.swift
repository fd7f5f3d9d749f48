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

  /// Lines on which something may be chosen, and what it is on each.
  struct Choices {
    /// The lines.
    let lines: Range<Int>
    /// The name of what can be chosen on a line; `nil` where nothing can.
    let name: (Int) -> String?
  }

  /// How many lines there are.
  var lineCount: Int
  /// How many lines fit.
  var height: Int
  /// The line each section begins at.
  var sectionStarts: [Int] = []
  /// The lines that can be selected, by number and name, from top to bottom.
  var links: [(line: Int, name: String)] = []
  /// Where something can be chosen, from top to bottom.
  var choices: [Choices] = []

  /// What can be chosen on these lines.
  func items(in lines: Range<Int>) -> [Item] {
    choices.flatMap { choices in
      choices.lines.clamped(to: lines).compactMap { item(on: $0, choices) }
    }
  }

  /// What can be chosen next below a line.
  func item(below line: Int) -> Item? {
    for choices in choices where choices.lines.upperBound > line + 1 {
      let lines = max(choices.lines.lowerBound, line + 1)..<choices.lines.upperBound
      if let item = lines.lazy.compactMap({ item(on: $0, choices) }).first { return item }
    }
    return nil
  }

  /// What can be chosen next above a line.
  func item(above line: Int) -> Item? {
    for choices in choices.reversed() where choices.lines.lowerBound < line {
      let lines = choices.lines.lowerBound..<min(choices.lines.upperBound, line)
      if let item = lines.reversed().lazy.compactMap({ item(on: $0, choices) }).first {
        return item
      }
    }
    return nil
  }

  private func item(on line: Int, _ choices: Choices) -> Item? {
    choices.name(line).map { Item(line: line, name: $0) }
  }

  /// What is chosen: what was, if it is in sight, else what is wanted, else the first in sight.
  func chosen(from top: Int, _ names: [String?]) -> Item? {
    let seen = items(in: top..<top + height)
    for name in names {
      if let item = seen.first(where: { $0.name == name }) { return item }
    }
    return seen.first
  }
}
