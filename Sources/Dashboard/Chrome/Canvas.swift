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

  /// Draws spans one after the other, cut with an ellipsis where they are too wide.
  func put(_ spans: [Span], at point: Point, width: Int, on frame: inout Frame) {
    let isCut = spans.reduce(0) { $0 + $1.text.width } > width
    let room = max(0, width - (isCut ? glyphs.ellipsis.width : 0))
    let taken = frame.put(spans, at: point, maxWidth: room)
    guard isCut, width > 0 else { return }
    put(glyphs.ellipsis, at: point.offset(columns: taken), .muted, width: width - taken, on: &frame)
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

  /// Draws trouble over the lines of a rectangle, its sign and its first words in red.
  func putTrouble(_ text: String, wrappedIn rect: Rect, on frame: inout Frame) {
    put("\(glyphs.failed) " + text, wrappedIn: rect, .text, on: &frame)
    emphasizeTrouble(text, in: rect, on: &frame)
  }

  /// Makes the sign and what could not be done, up to the colon, stand out; the rest stays plain.
  func emphasizeTrouble(_ text: String, in rect: Rect, on frame: inout Frame) {
    let head = text.firstIndex(of: ":").map { text[..<$0] } ?? text[...]
    let start = "\(glyphs.failed) \(head)"
    let width = min(rect.width, SafeText(start, columns: 0..<200).width)
    frame.restyle(Rect(x: rect.x, y: rect.y, width: width, height: min(1, rect.height))) { _ in
      theme[.error]
    }
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
