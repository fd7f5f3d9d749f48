/// A stretch of a row in which everything looks the same.
struct StyleRun: Hashable {
  /// The columns it takes.
  var columns: Range<Int>
  /// What it says.
  var text: String
  /// How it looks.
  let style: Style
}

extension Frame {
  /// The stretches of one style in a row, from left to right; together they are the whole row.
  func runs(ofRow row: Int) -> [StyleRun] {
    var runs: [StyleRun] = []
    for column in 0..<size.columns {
      let point = Point(x: column, y: row)
      let style = style(at: point)
      let character = character(at: point)
      if let last = runs.indices.last, runs[last].style == style {
        runs[last].columns = runs[last].columns.lowerBound..<column + 1
        runs[last].text += character
      } else {
        runs.append(StyleRun(columns: column..<column + 1, text: character, style: style))
      }
    }
    return runs
  }
}
