/// Frames as pictures, for documentation.
///
/// This room writes a frame down in a form that is no terminal's. It must not know what the frame
/// shows, nor where the picture goes.
extension Frame {
  /// The frame as an SVG picture, in the theme's own colours.
  ///
  /// - Parameter title: what the picture shows, for those who cannot see it.
  /// - Returns: the document.
  func svg(title: String) -> String {
    var picture = SVGPicture(frame: self)
    return picture.text(title: SafeText(title).text)
  }
}

/// Writes one frame as SVG: a rectangle for each run of a background, a text for each run of a style.
private struct SVGPicture {
  /// The size of a cell, in user units; a monospaced font is 0.6 of its size wide.
  private static let cell = (width: 8.4, height: 18.0)
  private static let fontSize = 14

  let frame: Frame
  private var out = ""

  init(frame: Frame) { self.frame = frame }

  mutating func text(title: String) -> String {
    let width = Double(frame.size.columns) * SVGPicture.cell.width
    let height = Double(frame.size.rows) * SVGPicture.cell.height
    out = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" \
      font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" \
      font-size="\(SVGPicture.fontSize)" xml:space="preserve">
      <title>\(escaped(title))</title>
      <rect width="100%" height="100%" fill="\(hex(frame.style(at: Point(x: 0, y: 0)).background, "#101216"))"/>

      """
    for row in 0..<frame.size.rows { write(row: row) }
    return out + "</svg>\n"
  }

  private mutating func write(row: Int) {
    let base = hex(frame.style(at: Point(x: 0, y: 0)).background, "#101216")
    for run in frame.runs(ofRow: row) {
      let (ink, paper) = colors(run.style)
      let x = Double(run.columns.lowerBound) * SVGPicture.cell.width
      let width = Double(run.columns.count) * SVGPicture.cell.width
      let y = Double(row) * SVGPicture.cell.height
      if paper != base {
        out += """
          <rect x="\(number(x))" y="\(number(y))" width="\(number(width))" \
          height="\(number(SVGPicture.cell.height))" fill="\(paper)"/>

          """
      }
      guard run.text.contains(where: { $0 != " " }) else { continue }
      out += """
        <text x="\(number(x))" y="\(number(y + 13.5))" textLength="\(number(width))" \
        fill="\(ink)"\(emphasis(run.style))>\(escaped(run.text))</text>

        """
    }
  }

  private func colors(_ style: Style) -> (ink: String, paper: String) {
    let (ink, paper) = (hex(style.foreground, "#d6d9de"), hex(style.background, "#101216"))
    return style.attributes.contains(.reverse) ? (paper, ink) : (ink, paper)
  }

  private func emphasis(_ style: Style) -> String {
    var words = ""
    if style.attributes.contains(.bold) { words += " font-weight=\"bold\"" }
    if style.attributes.contains(.italic) { words += " font-style=\"italic\"" }
    if style.attributes.contains(.underline) { words += " text-decoration=\"underline\"" }
    if style.attributes.contains(.dim) { words += " opacity=\"0.7\"" }
    return words
  }

  private func hex(_ color: Color, _ fallback: String) -> String {
    guard let (red, green, blue) = color.components else { return fallback }
    return "#" + [red, green, blue].map(twoDigits).joined()
  }

  private func twoDigits(_ value: Int) -> String {
    (value < 16 ? "0" : "") + String(value, radix: 16)
  }

  private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { out, character in
      switch character {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.append(character)
      }
    }
  }
}
