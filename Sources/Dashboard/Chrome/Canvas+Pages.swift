internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// What is opened over the panes.
extension Canvas {
  /// Draws an opened thing over all panes.
  func draw(_ layer: Layer, on frame: inout Frame) {
    if layer == .overview { return drawOverview(on: &frame) }
    if case .why(let open) = layer { return draw(open, on: &frame) }
    let rect = Layout.body(state.size)
    guard let page = page(for: layer) else { return }
    border(
      rect,
      focused: true,
      title: page.title,
      note: [span("esc one back", .muted)],
      on: &frame
    )
    let inside = state.insidePage.inset(columns: 1)
    page.page.draw(
      from: page.top,
      in: inside,
      heading: theme[.title],
      on: &frame
    )
    markChosen(in: page.page, from: page.top, layer, inside, on: &frame)
    let rest = page.page.lineCount - page.top - inside.height
    scrollMarks(inside, above: page.top > 0, below: rest > 0, on: &frame)
  }

  /// Marks what Enter would open on the page of a run.
  private func markChosen(
    in page: Page,
    from top: Int,
    _ layer: Layer,
    _ rect: Rect,
    on frame: inout Frame
  ) {
    guard case .execution(let open) = layer,
      let item = state.chosen(of: open, on: page.measure(height: rect.height))
    else { return }
    let row = rect.row(item.line - top)
    frame.put(glyphs.pointer, at: row.origin, style: theme[.focus], maxWidth: 1)
    select(row, on: &frame)
  }

  /// What a layer that covers the panes shows, and from which line on.
  func page(for layer: Layer) -> (title: [Span], page: Page, top: Int)? {
    switch layer {
    case .execution(let open): (executionTitle(open), executionPage(open), open.top)
    case .runPart(let open): (runPartTitle(open), runPartPage(open), open.top)
    case .comparison(let open): (comparisonTitle(open), comparisonPage(open), open.top)
    case .alarm(let open): (alarmTitle(open), alarmPage(open), open.top)
    case .logEvent(let open): (logEventTitle(open), logEventPage(open), open.top)
    case .help(let top): ([span("Help", .focus)], helpPage, top)
    case .confirm, .filter, .overview, .why, .columns, .bars, .jump, .save: nil
    case .prompt, .contexts, .themes: nil
    }
  }

  /// A section of lines that are ready.
  func section(_ title: String, _ lines: [SafeText], _ role: Role = .text) -> Page.Section {
    Page.Section(title: title, count: lines.count) { index, rect, frame in
      put(
        lines[index],
        at: rect.origin.offset(columns: 1),
        role,
        width: rect.width - 1,
        on: &frame
      )
    }
  }

  /// A section of two columns, what it is and what it says.
  func section(_ title: String, facts: [(String, SafeText, Role)]) -> Page.Section {
    let width = facts.map { $0.0.count }.max() ?? 0
    return Page.Section(title: title, count: facts.count) { index, rect, frame in
      let (name, value, role) = facts[index]
      frame.put(name, at: rect.origin.offset(columns: 1), style: theme[.muted])
      put(
        value,
        at: rect.origin.offset(columns: width + 3),
        role,
        width: rect.width - width - 3,
        on: &frame
      )
    }
  }

  /// The lines of a text that is broken where the page ends.
  func wrapped(_ lines: [SafeText], limit: Int = 400) -> [SafeText] {
    let width = state.insidePage.width - 3
    var wrapped: [SafeText] = []
    for line in lines where wrapped.count < limit {
      wrapped += line.wrapped(to: width, limit: limit - wrapped.count)
    }
    return wrapped
  }
}

extension DashboardState {
  /// How long the uppermost layer is; `nil` where it cannot be scrolled.
  var openPage: PageMeasure? {
    guard let layer = layers.last else { return nil }
    let canvas = Canvas(state: self, theme: .plain)
    if case .why(let open) = layer { return canvas.measure(of: open) }
    guard let page = canvas.page(for: layer)?.page else { return nil }
    let height = layer.coversPanes ? insidePage.height : canvas.helpRect.height - 2
    return page.measure(height: height)
  }
}
