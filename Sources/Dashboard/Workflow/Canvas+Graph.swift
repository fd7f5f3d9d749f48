internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// How a workflow's graph looks.
extension Canvas {
  /// Draws the graph with each state's status, cut off at the edges of `clip`.
  func draw(
    _ drawing: GraphDrawing,
    runs: [String: StateTally],
    at origin: Point,
    in clip: Rect,
    on frame: inout Frame
  ) {
    for stroke in drawing.strokes {
      let point = origin.offset(columns: stroke.position.x, rows: stroke.position.y)
      guard clip.contains(point) else { continue }
      let glyph = stroke.isHead ? glyphs.arrow : line(stroke.ways)
      frame.put(glyph, at: point, style: theme[.border], maxWidth: 1)
    }
    for label in drawing.labels {
      let point = origin.offset(columns: label.position.x, rows: label.position.y)
      guard clip.contains(point) else { continue }
      frame.put(label.text, at: point, style: theme[.muted], maxWidth: clip.maxX - point.x)
    }
    let last = drawing.nodes.map(\.position.x).max() ?? 0
    for node in drawing.nodes {
      let point = origin.offset(columns: node.position.x, rows: node.position.y)
      guard clip.contains(point) else { continue }
      let run = runs[node.name]?.last
      let look = look(of: runs[node.name]?.status)
      let isReached = run != nil
      var spans = [
        span(node.label, isReached ? .text : .muted), span(" ", .text), span(look.glyph, look.role),
      ]
      if node.position.x == last, let run { spans.append(span(SafeText(" " + took(run)), .muted)) }
      frame.put(spans, at: point, maxWidth: clip.maxX - point.x)
    }
  }

  /// How long a state took, or has been going on.
  func took(_ run: StateRun) -> String {
    run.durationMilliseconds.map(Took.text)
      ?? Took.elapsed(since: run.startedAt + (run.idleMilliseconds ?? 0), now: state.now)
  }

  /// A state's glyph and colour; without a status it was not reached.
  func look(of status: StateRun.Status?) -> (glyph: SafeText, role: Role) {
    switch status {
    case .running: (glyphs.running, .running)
    case .succeeded: (glyphs.ok, .succeeded)
    case .failed: (glyphs.failed, .failed)
    case .timedOut: (glyphs.timedOut, .failed)
    case .aborted: (glyphs.aborted, .aborted)
    case .caught: (glyphs.alarm, .warn)
    case nil: (glyphs.pending, .muted)
    }
  }

  /// The piece of a line that leads in those directions.
  func line(_ ways: GraphDrawing.Ways) -> SafeText {
    let box = glyphs.box
    switch ways {
    case [.right, .down]: return box.topLeft
    case [.left, .down]: return box.topRight
    case [.right, .up]: return box.bottomLeft
    case [.left, .up]: return box.bottomRight
    case [.up, .down, .right]: return box.teeLeft
    case [.up, .down, .left]: return box.teeRight
    case [.left, .right, .down]: return box.teeDown
    case [.left, .right, .up]: return box.teeUp
    case [.left, .right, .up, .down]: return box.cross
    default: return ways.isDisjoint(with: [.up, .down]) ? box.horizontal : box.vertical
    }
  }
}
