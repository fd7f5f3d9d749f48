internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The rule of an opened composite alarm.
extension Canvas {
  /// The rule as a tree with how each alarm stands, and what keeps the alarm's actions back.
  func ruleSections(_ alarm: Alarm, _ open: OpenAlarm) -> [Page.Section] {
    guard let text = alarm.rule else { return [] }
    guard let rule = AlarmRule(text) else {
      let lines = wrapped([SafeText("its rule cannot be read here: \(text)")])
      return [section("Its rule", lines, .muted)] + suppressorSections(alarm, open)
    }
    let tree = AlarmTree(rule, of: alarm.name) { state.alarms.row($0)?.alarm }
    var links: [Int: String] = [:]
    for (index, node) in tree.nodes.enumerated() {
      if case .alarm(let name, _, _?) = node.kind {
        links[index] = AlarmLink.alarm(place: index, name: name).name
      }
    }
    let holds = rule.holds { state.alarms.row($0)?.alarm.state }
    let title = "Its rule \(glyphs.separator) \(holds ? "holds" : "does not hold")"
    var section = Page.Section(title: title, count: tree.nodes.count) { index, rect, frame in
      draw(tree.nodes[index], in: rect, on: &frame)
      markLink(links[index], open, rect, on: &frame)
    }
    section.links = links
    return [section] + suppressorSections(alarm, open)
  }

  private func draw(_ node: AlarmTree.Node, in rect: Rect, on frame: inout Frame) {
    var spans = [span(" ", .text), span(branch(node.goesOn), .border)]
    var age = SafeText.empty
    switch node.kind {
    case .alarm(let name, let wanted, let found):
      guard let found else {
        spans += [
          span(glyphs.failed + " ", .error), span(SafeText(name, columns: 0..<256), .text),
          span("  there is no such alarm", .error),
        ]
        break
      }
      let look = look(of: found.state)
      age = SafeText(time.moment(found.since, state.times))
      spans += [
        span(look.glyph + " ", look.role),
        span(SafeText(name, columns: 0..<256), found.state == .alarm ? .alarm : .text),
        span(SafeText("  \(found.state.word)"), .muted),
        span(wanted == .alarm ? .empty : SafeText(", counts when \(wanted.word)"), .muted),
      ]
    case .cycle(let name):
      spans += [
        span(glyphs.failed + " ", .error), span(SafeText(name, columns: 0..<256), .text),
        span("  stands above: the rules go round in a circle", .error),
      ]
    default:
      spans += [
        span(SafeText(AlarmWords.node(node.kind)), node.holds ? .title : .text),
        span(node.holds ? "  holds" : "  does not hold", node.holds ? .warn : .muted),
      ]
    }
    let room = rect.width - (age.isEmpty ? 0 : age.width + 2)
    frame.put(spans, at: rect.origin, maxWidth: room)
    put(age, endingAt: Point(x: rect.maxX - 1, y: rect.y), .muted, on: &frame)
  }

  /// The lines that lead to a place of the tree.
  private func branch(_ goesOn: [Bool]) -> SafeText {
    guard let last = goesOn.last else { return .empty }
    let above = goesOn.dropLast().map { $0 ? glyphs.box.vertical + " " : SafeText("  ") }
    let corner = last ? glyphs.box.teeLeft : glyphs.box.bottomLeft
    return above.reduce(.empty, +) + corner + glyphs.box.horizontal + " "
  }

  private func suppressorSections(_ alarm: Alarm, _ open: OpenAlarm) -> [Page.Section] {
    guard let suppression = alarm.suppression else { return [] }
    let name = AlarmRule.name(of: suppression.suppressor)
    let found = state.alarms.row(name)?.alarm
    let link = AlarmLink.alarm(place: -1, name: name).name
    let words = AlarmWords.suppression(suppression)
    let lines = wrapped([SafeText(words)])
    var section = Page.Section(title: "Its suppressor", count: 1 + lines.count) {
      index,
      rect,
      frame in
      let place = rect.origin.offset(columns: 1)
      guard index == 0 else {
        let role: Role = suppression.reason == nil ? .muted : .warn
        put(lines[index - 1], at: place, role, width: rect.width - 1, on: &frame)
        return
      }
      let look: (glyph: SafeText, role: Role) =
        found.map { self.look(of: $0.state) } ?? (glyphs.failed, .error)
      let word = found.map(\.state.word) ?? "there is no such alarm"
      let spans = [
        span(look.glyph + " ", look.role), span(SafeText(name, columns: 0..<256), .text),
        span(SafeText("  \(word)"), found == nil ? .error : .muted),
      ]
      put(spans, at: place, width: rect.width - 1, on: &frame)
      if found != nil { markLink(link, open, rect, on: &frame) }
    }
    if found != nil { section.links = [0: link] }
    return [section]
  }
}
