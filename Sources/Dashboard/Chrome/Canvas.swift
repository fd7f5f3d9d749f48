internal import AWSWire
internal import Terminal

/// What every view needs: the state, the theme, and the words of drawing that are shared.
///
/// This room draws what lies around and over the panes, and what they share. It must not know what
/// keys do, and it changes nothing: a state and a size go in, a frame comes out. For scrolling it also
/// tells how long a page is, which no theme may change.
struct Canvas {
  /// What is shown.
  let state: DashboardState
  /// How it looks.
  let theme: Theme
  /// How moments are written.
  let time: TimeText

  /// Makes what draws a state in a theme.
  init(state: DashboardState, theme: Theme) {
    self.state = state
    self.theme = theme
    time = TimeText(state)
  }

  /// The signs that the theme uses.
  var glyphs: Glyphs { theme.glyphs }

  /// Whether keys go to this pane itself and not to something over it.
  func hasFocus(_ pane: Pane) -> Bool { state.focus == pane }

  /// Draws text cut with an ellipsis where it is too wide, and returns the columns it took.
  @discardableResult
  func put(
    _ text: SafeText,
    at point: Point,
    _ role: Role,
    width: Int,
    on frame: inout Frame
  ) -> Int {
    let cut = text.truncated(to: max(0, width), ellipsis: glyphs.ellipsis)
    return frame.put(cut, at: point, style: theme[role], marks: theme[.muted])
  }

  /// Draws text that ends just before column `end`.
  func put(_ text: SafeText, endingAt end: Point, _ role: Role, on frame: inout Frame) {
    frame.put(text, endingAt: end, style: theme[role])
  }

  /// Draws a sentence over the lines of a rectangle, and returns how many it took.
  @discardableResult
  func put(_ text: String, wrappedIn rect: Rect, _ role: Role, on frame: inout Frame) -> Int {
    let lines = SafeText(text).wrapped(to: rect.width, limit: rect.height)
    for (index, line) in lines.enumerated() {
      frame.put(line, at: rect.origin.offset(rows: index), style: theme[role])
    }
    return lines.count
  }

  /// Trouble as spans: its sign and what could not be done stand out, the rest is plain.
  func trouble(_ text: String) -> [Span] {
    let (head, rest) = Canvas.headAndRest(text)
    return [
      span(SafeText("\(glyphs.failed) \(head)", columns: 0..<200), .error),
      span(SafeText(rest, columns: 0..<400), .text),
    ]
  }

  /// Draws trouble over the lines of a rectangle, its sign and its first words in red.
  func putTrouble(_ text: String, wrappedIn rect: Rect, on frame: inout Frame) {
    let start = "\(glyphs.failed) \(Canvas.headAndRest(text).head)"
    put("\(glyphs.failed) " + text, wrappedIn: rect, .text, on: &frame)
    let width = min(rect.width, SafeText(start, columns: 0..<200).width)
    frame.restyle(Rect(x: rect.x, y: rect.y, width: width, height: min(1, rect.height))) { _ in
      theme[.error]
    }
  }

  /// What could not be done, up to the colon, and why.
  private static func headAndRest(_ text: String) -> (head: String, rest: String) {
    guard let colon = text.firstIndex(of: ":") else { return (text, "") }
    return (String(text[..<colon]), String(text[colon...]))
  }

  /// Marks the row that keys act on.
  func select(_ rect: Rect, on frame: inout Frame) {
    let row = theme[.selection]
    frame.restyle(rect) { $0.over(row) }
  }

  /// A span in a role's style.
  func span(_ text: SafeText, _ role: Role) -> Span { Span(text, theme[role]) }

  /// Draws a pane's border, bright where the keys go.
  func border(_ rect: Rect, focused: Bool, title: [Span], note: [Span], on frame: inout Frame) {
    frame.box(
      rect,
      style: theme[focused ? .borderFocused : .border],
      title: title,
      note: note,
      glyphs: glyphs.box
    )
  }

  /// Says with small arrows that a list goes on above or below what is shown.
  func scrollMarks(_ rect: Rect, above: Bool, below: Bool, on frame: inout Frame) {
    let x = rect.maxX
    if above { frame.put(glyphs.moreAbove, at: Point(x: x, y: rect.y), style: theme[.muted]) }
    if below {
      frame.put(glyphs.moreBelow, at: Point(x: x, y: rect.maxY - 1), style: theme[.muted])
    }
  }
}
