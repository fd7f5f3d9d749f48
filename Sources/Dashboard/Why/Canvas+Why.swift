internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the way from red to reason looks.
extension Canvas {
  /// Draws an explanation over all panes.
  func draw(_ open: OpenWhy, on frame: inout Frame) {
    let links = state.whyLinks
    let geometry = WhyGeometry(state.size, hasLinks: !links.isEmpty)
    let isApart = geometry.trail.height > 0
    let note: SafeText = "esc one back"
    let room = isApart ? geometry.trail.width - note.width - 2 : geometry.box.width - 6
    let trail = trail(of: open, room: room)
    if isApart {
      put(trail, at: geometry.trail.origin, width: room, on: &frame)
      put(
        note,
        endingAt: Point(x: geometry.trail.maxX, y: geometry.trail.y),
        .muted,
        on: &frame
      )
    }
    border(
      geometry.box,
      focused: true,
      title: isApart ? [span("Why", .focus)] : trail,
      note: isApart ? newer(open) : [],
      on: &frame
    )
    draw(page(of: open), from: open.top, geometry, on: &frame)
    if !links.isEmpty { draw(links, in: geometry.links, on: &frame) }
  }

  private func draw(
    _ page: WhyPage,
    from top: Int,
    _ geometry: WhyGeometry,
    on frame: inout Frame
  ) {
    let inside = geometry.inside
    for (index, row) in page.rows.dropFirst(top).prefix(inside.height).enumerated() {
      let line = inside.row(index)
      guard let heading = row.heading else {
        row.draw(line, &frame)
        continue
      }
      let style = theme[.borderFocused]
      let edge = Rect(x: geometry.box.x, y: line.y, width: geometry.box.width, height: 1)
      frame.horizontal(
        at: edge.origin,
        width: edge.width,
        style: style,
        glyph: glyphs.box.horizontal
      )
      frame.put(glyphs.box.teeLeft, at: edge.origin, style: style)
      frame.put(glyphs.box.teeRight, at: Point(x: edge.maxX - 1, y: edge.y), style: style)
      let room = edge.width - 6
      frame.put(
        [
          span(" ", .text),
          span(heading.truncated(to: room - 2, ellipsis: glyphs.ellipsis), .title),
          span(" ", .text),
        ],
        at: edge.origin.offset(columns: 2),
        maxWidth: room
      )
    }
    scrollMarks(
      inside.inset(right: -1),
      above: top > 0,
      below: page.rows.count - top > inside.height,
      on: &frame
    )
  }

  /// How long an explanation is, and where its sections begin.
  func measure(of open: OpenWhy) -> PageMeasure {
    let geometry = WhyGeometry(state.size, hasLinks: !state.whyLinks.isEmpty)
    let page = page(of: open)
    return PageMeasure(
      lineCount: page.rows.count,
      height: geometry.inside.height,
      sectionStarts: page.starts
    )
  }

  // MARK: Trail and ways on

  private func newer(_ open: OpenWhy) -> [Span] {
    let count = state.content(of: open)?.newCount ?? 0
    return count == 0 ? [] : [span(SafeText("\(count) newer, g shows them"), .warn)]
  }

  /// The ways on, each with its key; where there is no room for all of them it is said how many are left.
  private func draw(_ links: [WhyLink], in rect: Rect, on frame: inout Frame) {
    let form = form(of: links, width: rect.width)
    let all = words(of: links, form)
    var x = rect.x
    for (index, spans) in all.enumerated() {
      let left = all.count - index
      let more = span(SafeText("+\(left)"), .muted)
      let room = rect.maxX - x - (left == 1 ? 0 : form.gap + more.text.width)
      // A way that is cut would say nothing: how many are left does.
      guard width(of: [spans], gap: 0) <= room else {
        frame.put([more], at: Point(x: x, y: rect.y), maxWidth: rect.maxX - x)
        return
      }
      x += frame.put(spans, at: Point(x: x, y: rect.y), maxWidth: room) + form.gap
    }
  }

  /// How the ways on are written so that they fit.
  ///
  /// All names are shortened alike. Where that is not enough, those of runs and requests, which nobody
  /// reads, go before others would be a few letters long, the last one first, and only then the others.
  private func form(of links: [WhyLink], width: Int) -> LinkForm {
    let ids = links.indices.filter { links[$0].isOfOneCall }
    let names = links.indices.filter { !links[$0].isOfOneCall }
    let withIDs = (0...ids.count).reversed().map { Set(names).union(ids.prefix($0)) }
    let fewer = (0...names.count).reversed().map { Set(names.prefix($0)) }
    for (choices, least) in [(withIDs, 12), (withIDs, 6), (fewer, 6)] {
      for named in choices {
        for form in LinkForm.all(named: named, least: least)
        where self.width(of: links, form) <= width { return form }
      }
    }
    return LinkForm(gap: 1, named: [])
  }

  private func words(of links: [WhyLink], _ form: LinkForm) -> [[Span]] {
    links.indices.map { index in
      let link = links[index]
      var words = [span(SafeText("\(index + 1)"), .key)]
      if !form.saysKindOnce || index == 0 || links[index - 1].kind != link.kind {
        words.append(span(" " + link.kind, .muted))
      }
      if form.named.contains(index) {
        let name =
          link.isShort
          ? link.name + glyphs.ellipsis
          : link.name.truncatedMiddle(to: form.nameWidth, ellipsis: glyphs.ellipsis)
        words += [span(" ", .text), span(name, .text)]
      }
      return words
    }
  }

  private func width(of links: [WhyLink], _ form: LinkForm) -> Int {
    width(of: words(of: links, form), gap: form.gap)
  }

  private func width(of links: [[Span]], gap: Int) -> Int {
    links.joined().reduce(gap * max(0, links.count - 1)) { $0 + $1.text.width }
  }
}

/// How the ways on are written into one line.
private struct LinkForm {
  /// The columns between two of them.
  var gap = 3
  /// Those that have their names.
  var named: Set<Int>
  /// The most columns of a name.
  var nameWidth = 32
  /// Whether a kind stands only before the first of several.
  var saysKindOnce = false

  /// The ways to write those names, the widest first, with so many columns a name at least.
  static func all(named: Set<Int>, least: Int) -> [LinkForm] {
    let wide = (max(12, least)...32).reversed().map { LinkForm(named: named, nameWidth: $0) }
    let tight = (least...32).reversed().map {
      LinkForm(gap: 2, named: named, nameWidth: $0, saysKindOnce: true)
    }
    return wide + tight
  }
}
