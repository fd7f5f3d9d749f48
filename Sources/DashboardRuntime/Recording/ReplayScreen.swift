package import AWSWire
package import Terminal

/// What the screen shows of a replay: the frame as it was, and a line below it.
package struct ReplayScreen {
  /// The screen's size.
  package let size: Size
  /// Where the replay is.
  package let controls: ReplayControls
  /// When the recording began.
  package let start: Instant
  /// How the line below looks.
  package let theme: Theme

  /// What is said of the keys, in the order in which it is given up where there is no room: the last
  /// but one first.
  private static let keys = [
    (key: "space", word: "pause"), (key: "←→", word: "10 s"),
    (key: "e", word: "next trouble"), (key: "[ ]", word: "speed"),
    (key: "b", word: "hide this"), (key: "g G", word: "ends"), (key: "q", word: "quit"),
  ]

  /// Makes what draws a replay.
  package init(size: Size, controls: ReplayControls, start: Instant, theme: Theme) {
    self.size = size
    self.controls = controls
    self.start = start
    self.theme = theme
  }

  /// The screen with a picture on it, or without one before there is any.
  package func frame(_ picture: ReplayPlayer.Picture?) -> Frame {
    var frame = Frame(size: size, style: theme[.text])
    if let picture { frame.draw(picture.frame, at: .origin) }
    if controls.hasBar || controls.note != nil || picture == nil { drawBar(picture, on: &frame) }
    return frame
  }

  private func drawBar(_ picture: ReplayPlayer.Picture?, on frame: inout Frame) {
    let row = frame.bounds.row(size.rows - 1)
    frame.fill(row, theme[.footer])
    if let cursor = frame.cursor, cursor.y >= row.y { frame.cursor = nil }
    let time = ReplayClock.time(
      start + controls.position,
      utcOffsetMinutes: picture?.utcOffsetMinutes ?? 0
    )
    let place =
      "\(ReplayClock.length(controls.position)) / \(ReplayClock.length(controls.duration))"
    var spans = [
      span(" replay ", .title), span("\(time)  \(place)  ", .text),
      span("\(pace)  ", controls.isPlaying ? .muted : .warn),
    ]
    if let note = controls.note {
      spans.append(span(note, .warn))
    } else {
      if let note = cutNote(picture) { spans.append(span(note + "  ", .warn)) }
      spans += hints(room: size.columns - spans.reduce(0) { $0 + $1.text.width })
    }
    frame.put(spans, at: row.origin, maxWidth: size.columns)
  }

  /// How fast it goes, and that it does not.
  private var pace: String {
    let speed = controls.speed
    let times = speed < 1 ? "1/\(Int((1 / speed).rounded()))×" : "\(Int(speed))×"
    return controls.isAtEnd ? "\(times) at the end" : controls.isPaused ? "\(times) paused" : times
  }

  private func hints(room: Int) -> [Span] {
    var hints = ReplayScreen.keys
    func width() -> Int { hints.reduce(0) { $0 + $1.key.count + $1.word.count + 3 } }
    while hints.count > 1, width() > room { hints.remove(at: hints.count - 2) }
    return hints.flatMap { [span($0.key, .key), span(" \($0.word)  ", .muted)] }
  }

  /// That the screen is too small for what was recorded.
  private func cutNote(_ picture: ReplayPlayer.Picture?) -> String? {
    guard let recorded = picture?.frame.size,
      recorded.columns > size.columns || recorded.rows > size.rows
    else { return nil }
    return "cut from \(recorded.columns)×\(recorded.rows)"
  }

  private func span(_ text: String, _ role: Role) -> Span {
    Span(SafeText(text), theme[role].over(theme[.footer]))
  }
}
