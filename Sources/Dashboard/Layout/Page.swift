internal import Terminal

/// Something long that is read from top to bottom: sections, each with a heading and lines.
struct Page {
  /// A heading, and lines that are made only when they are in sight.
  struct Section {
    /// What its heading says.
    var title: String
    /// How many lines it has.
    var count: Int
    /// The name of what can be chosen on a line; asked for the few lines that matter only.
    var item: ((Int) -> String?)?
    /// Draws the line with that number into a row of the screen.
    var draw: (Int, Rect, inout Frame) -> Void
    /// The names of the lines that can be selected, by their numbers.
    var links: [Int: String] = [:]
  }

  /// The sections, from top to bottom.
  var sections: [Section] = []

  /// How many lines there are, headings and the blank ones between sections included.
  var lineCount: Int { sectionStarts.last.map { $0 + (sections.last?.count ?? 0) + 1 } ?? 0 }

  /// The line each section begins at.
  var sectionStarts: [Int] {
    var start = 0
    return sections.map { section in
      defer { start += section.count + 2 }
      return start
    }
  }

  /// How long it is in a window that high.
  func measure(height: Int) -> PageMeasure {
    let links = zip(sections, sectionStarts).flatMap { section, start in
      section.links.sorted { $0.key < $1.key }.map { (line: start + 1 + $0.key, name: $0.value) }
    }
    return PageMeasure(
      lineCount: lineCount,
      height: height,
      sectionStarts: sectionStarts,
      links: links,
      choices: zip(sections, sectionStarts).compactMap { section, start in
        section.item.map { item in
          let first = start + 1
          return PageMeasure.Choices(lines: first..<first + section.count) { item($0 - first) }
        }
      }
    )
  }

  /// Draws the lines from `top` on, as many as there is room for.
  func draw(from top: Int, in rect: Rect, heading: Style, on frame: inout Frame) {
    for (section, start) in zip(sections, sectionStarts) {
      guard start < top + rect.height, start + section.count + 1 > top else { continue }
      if start >= top {
        let line = rect.row(start - top)
        frame.put(section.title, at: line.origin, style: heading, maxWidth: line.width)
      }
      let first = max(0, top - start - 1)
      let last = min(section.count, top + rect.height - start - 1)
      for index in stride(from: first, to: last, by: 1) {
        section.draw(index, rect.row(start + 1 + index - top), &frame)
      }
    }
  }
}
