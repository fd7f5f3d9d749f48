internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How the Alarms pane looks.
extension Canvas {
  /// Draws the list, with reasons where there is room for them.
  func drawAlarms(on frame: inout Frame) {
    let geometry = AlarmsGeometry(state)
    let alarms = state.alarms
    drawTrouble(of: .alarms, in: geometry.banner, on: &frame)
    guard !alarms.visible.isEmpty else {
      let text =
        alarms.freshness.isLoading
        ? "looking for alarms…\(state.patience)"
        : !alarms.filter.isEmpty
          ? "no alarm has “\(alarms.filter)” in its name"
          : alarms.freshness.lastSuccess == nil ? "" : "there are no alarms here"
      return drawEmpty(text, in: geometry.rows, on: &frame)
    }
    let selected = alarms.selectedIndex
    let places = geometry.places(alarms)
    let hasSigns = places.places.contains { index, rect in
      needsSign(alarms.visible[index], in: rect)
    }
    for (index, rect) in places.places {
      let row = alarms.visible[index]
      draw(row, in: rect.row(0), hasSigns: hasSigns, on: &frame)
      if hasFocus(.alarms), index == selected { select(rect.row(0), on: &frame) }
      guard rect.height > 1 else { continue }
      put(
        row.reason.width <= rect.width - 2 ? row.reason : row.shortReason,
        at: rect.origin.offset(columns: 2, rows: 1),
        .muted,
        width: rect.width - 2,
        on: &frame
      )
    }
    scrollMarks(
      geometry.rows,
      above: places.first > 0,
      below: places.end < alarms.visible.count,
      on: &frame
    )
  }

  /// Draws an alarm's row; where one in sight has a sign, the names of all stand a column further.
  private func draw(_ row: AlarmRow, in rect: Rect, hasSigns: Bool, on frame: inout Frame) {
    let look = currentLook(of: row.alarm.state)
    let isNew = state.alarms.unseen.contains(row.id)
    let isStale = state.alarms.freshness.failure != nil
    put(look.glyph, at: rect.origin, look.role, width: 1, on: &frame)
    let age = age(of: row)
    put(age, endingAt: Point(x: rect.maxX, y: rect.y), .muted, on: &frame)
    let isRed = row.alarm.state == .alarm && !isStale
    let indent = hasSigns ? 3 : 2
    let room = max(4, rect.width - indent - age.width - 1)
    let name = row.name(in: room, ellipsis: glyphs.ellipsis)
    let tag = tag(of: row)
    let hasTag = name.width + tag.width <= room
    if !hasTag, !tag.isEmpty {
      let role: Role = isNew ? look.role : .muted
      put(isNew ? "!" : "m", at: rect.origin.offset(columns: 1), role, width: 1, on: &frame)
    }
    frame.put(
      [span(name, isRed ? .alarm : .text), span(hasTag ? tag : .empty, isRed ? .alarm : .muted)],
      at: rect.origin.offset(columns: indent),
      maxWidth: rect.width - indent
    )
  }

  /// Whether a sign says what there is no room for in words, which stand where the whole name leaves it.
  private func needsSign(_ row: AlarmRow, in rect: Rect) -> Bool {
    let tag = tag(of: row)
    let room = max(4, rect.width - 2 - age(of: row).width - 1)
    return !tag.isEmpty && min(room, row.name.width) + tag.width > room
  }

  /// What is to be known of an alarm besides how it stands.
  private func tag(of row: AlarmRow) -> SafeText {
    let isNew = state.alarms.unseen.contains(row.id)
    return SafeText((isNew ? " NEW" : "") + (row.alarm.actionsEnabled ? "" : " muted"))
  }

  private func age(of row: AlarmRow) -> SafeText {
    SafeText(time.moment(row.alarm.since, state.times))
  }

  /// An alarm's glyph and colour in the list: while alarms cannot be read nobody knows whether one
  /// is well still.
  private func currentLook(of alarm: Alarm.State) -> (glyph: SafeText, role: Role) {
    guard state.alarms.freshness.failure != nil else { return look(of: alarm) }
    return (alarm == .ok ? "?" : look(of: alarm).glyph, .muted)
  }

  /// An alarm's glyph and colour.
  func look(of state: Alarm.State) -> (glyph: SafeText, role: Role) {
    switch state {
    case .alarm: (glyphs.alarm, .alarm)
    case .insufficientData: (glyphs.insufficient, .insufficient)
    case .ok: (glyphs.ok, .ok)
    }
  }

  /// The red ones by name, else how many are well.
  var alarmsSummary: [Span] {
    if state.alarms.freshness.isLoading {
      return [span(SafeText("looking for alarms…\(state.patience)"), .muted)]
    }
    let red = state.alarms.tally[.alarm] ?? 0
    guard red > 0 else {
      let unknown = state.alarms.tally[.insufficientData] ?? 0
      let rest = unknown == 0 ? "" : ", \(unknown) without data"
      return [span("\(glyphs.ok) ", .ok), span("none in alarm\(SafeText(rest))", .muted)]
    }
    let names = state.alarms.worst.map { row in
      [
        span(row.name, .alarm),
        span(" \(SafeText(Age.event.text(row.alarm.since, now: state.now)))", .muted),
      ]
    }
    return [span("\(glyphs.alarm) \(red)", .alarm), span("  ", .text)] + joined(names)
  }
}
