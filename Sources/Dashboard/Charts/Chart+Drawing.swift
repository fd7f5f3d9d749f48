internal import Terminal

/// How a chart becomes lines of text.
extension Chart {
  /// The fewest rows that show anything: three of the plot and two of the time axis.
  static let leastHeight = 5
  /// The most points of a series that are drawn; of more the oldest are left out.
  static let mostPoints = 10_000

  /// Draws it into that many columns and rows.
  func picture(_ size: Size, glyphs: Glyphs) -> ChartPicture {
    var picture = ChartPicture()
    guard size.rows >= Chart.leastHeight, size.columns > 0 else { return picture }
    if series.count > 1 { picture.add(legend(width: size.columns, glyphs)) }
    let plot = ChartPlot(
      self,
      size: Size(columns: size.columns, rows: size.rows - picture.lines.count),
      glyphs
    )
    for line in plot.lines { picture.add(line) }
    return picture
  }

  /// Which letter stands for which series.
  private func legend(width: Int, _ glyphs: Glyphs) -> [ChartPicture.Piece] {
    let each = max(8, width / series.count)
    return series.indices.flatMap { index -> [ChartPicture.Piece] in
      let label = series[index].label.truncated(to: each - 4, ellipsis: glyphs.ellipsis)
      return [
        .init(text: Chart.letter(of: index), role: role(of: index)),
        .init(text: " " + label + "  ", role: .muted),
      ]
    }
  }

  /// The values that have to be in sight.
  var values: [Double] {
    series.flatMap { $0.points.suffix(Chart.mostPoints).map(\.value) }
      + [threshold].compactMap(\.self)
  }
}

extension Glyphs {
  /// Whether nothing but ASCII may be drawn.
  var isASCII: Bool { box.horizontal == BoxGlyphs.ascii.horizontal }
}
