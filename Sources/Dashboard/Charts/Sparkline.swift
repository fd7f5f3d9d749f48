internal import CustomerDomain
internal import Terminal

/// Values over time in a single row, the newest at the right.
struct Sparkline: Hashable, Sendable {
  /// The values, the oldest first; `nil` where one is missing.
  var values: [Double?]
  /// The numbers of the values that breach.
  var breaching: Set<Int> = []
  /// What is drawn as high as there is room; `nil` for the greatest value.
  var top: Double?
  /// The colour of what does not breach.
  var role: Role = .chart

  /// Bars of one to eight eighths, and their likes in ASCII.
  private static let unicode: [SafeText] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let ascii: [SafeText] = ["_", ".", "-", "~", "=", "+", "*", "#"]

  /// The pieces for that many columns; where there are more values, the greatest of each column's.
  ///
  /// What breaches is told by the sign of an alarm, what is missing is blank, and zero has the lowest
  /// bar.
  func pieces(width: Int, glyphs: Glyphs) -> [ChartPicture.Piece] {
    guard width > 0 else { return [] }
    let columns = columns(width)
    let most = top ?? columns.compactMap(\.value).max() ?? 0
    let bars = glyphs.isASCII ? Sparkline.ascii : Sparkline.unicode
    var pieces: [ChartPicture.Piece] = []
    for column in columns {
      var piece = ChartPicture.Piece(text: " ", role: role)
      if column.isBreaching {
        piece = .init(text: Chart.mark(glyphs), role: .alarm)
      } else if let value = column.value {
        // Nothing that failed is no failure.
        if role == .failed, value <= 0 { piece.role = .muted }
        let share = most > 0 ? max(0, value) / most : 0
        // However little there is, it is not nothing.
        piece.text = bars[(share * 7).whole(in: value > 0 ? 1...7 : 0...7)]
      }
      if let last = pieces.last, last.role == piece.role {
        pieces[pieces.count - 1].text = last.text + piece.text
      } else {
        pieces.append(piece)
      }
    }
    return pieces
  }

  /// Draws it into a row, at its right end where there are fewer values than columns.
  func draw(in rect: Rect, glyphs: Glyphs, theme: Theme, on frame: inout Frame) {
    let spans = pieces(width: rect.width, glyphs: glyphs).map { Span($0.text, theme[$0.role]) }
    let width = spans.reduce(0) { $0 + $1.text.width }
    frame.put(spans, at: rect.origin.offset(columns: rect.width - width), maxWidth: width)
  }

  private func columns(_ width: Int) -> [(value: Double?, isBreaching: Bool)] {
    let count = min(width, values.count)
    return (0..<count).map { column in
      let range = values.count * column / count..<values.count * (column + 1) / count
      let known = values[range].compactMap(\.self).filter(\.isFinite)
      return (known.max(), range.contains { breaching.contains($0) })
    }
  }
}
