internal import CustomerDomain
internal import Terminal

/// The last line: the prompt, else the last message, else what the keys do here and now.
extension Canvas {
  /// Draws the last line.
  func drawFooter(on frame: inout Frame) {
    let rect = frame.bounds.row(frame.size.rows - 1)
    frame.fill(rect, theme[.footer])
    let origin = rect.origin.offset(columns: 1)
    if case .filter(let prompt) = state.layers.last {
      drawPrompt("filter \(prompt.pane.title) /", prompt.field, filterNote(prompt), on: &frame)
    } else if case .jump(let prompt) = state.layers.last {
      drawPrompt("to time @", prompt.field, timeNote(prompt), on: &frame)
    } else if case .save(let prompt) = state.layers.last {
      drawPrompt(saveLabel(prompt), prompt.field, saveNote(prompt), on: &frame)
    } else if case .prompt(let prompt) = state.layers.last {
      drawPrompt(":", prompt.field, nil, on: &frame)
    } else if let message = state.message {
      let style = theme[message.isError ? .error : .text].over(theme[.footer])
      let glyph = message.isError ? "\(glyphs.failed) " : ""
      let text = SafeText(glyph + message.text).truncated(to: rect.width - 2)
      frame.put(text, at: origin, style: style)
    } else {
      drawKeys(in: rect.inset(columns: 1), on: &frame)
    }
  }

  /// The keys of the table that do something now, in its order; where there is no room for all, those
  /// that matter most here.
  private func drawKeys(in rect: Rect, on frame: inout Frame) {
    let context = state.keyContext
    let named = state.keys.bindings(in: context).filter {
      !$0.title.isEmpty && !isDone($0) && $0.refusal(state) == nil
    }
    let all = named.reduce(0) { $0 + word($1, context).width + 3 }
    let gap = all <= rect.width + 3 || rect.width >= 98 ? 3 : 2
    var room = rect.width + gap
    var shown: Set<Int> = []
    let ranks = named.map(rank)
    let order = named.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
    for index in order {
      let width = word(named[index], context).width + gap
      guard room >= width else { continue }
      room -= width
      shown.insert(index)
    }
    var x = rect.x
    for index in named.indices where shown.contains(index) {
      let binding = named[index]
      let key = binding.keys(in: context)[0].shortName(glyphs)
      let keyStyle = theme[.key].over(theme[.footer])
      var used = frame.put(key, at: Point(x: x, y: rect.y), style: keyStyle)
      used += frame.put(
        " " + title(of: binding),
        at: Point(x: x + used, y: rect.y),
        style: theme[.footer]
      )
      x += used + gap
    }
  }

  /// Whether it would change nothing.
  private func isDone(_ binding: KeyBinding) -> Bool {
    switch binding.command {
    case .bottom: state.logs.follows && state.keyContext == .logs
    case .top: state.workflow.newAbove.isEmpty
    case .nextChoice: state.question?.action.hasChoices != true
    default: false
    }
  }

  /// Which keys come first where there is no room for all: the ways to more, then what the pane is
  /// for.
  private func rank(of binding: KeyBinding) -> Int {
    let isNarrow = state.size.columns < 60
    switch binding.command {
    case .back, .decline, .help: return 0
    case .nextPane: return 0
    case .zoom: return state.isZoomed ? 0 : 4
    case .quit, .quitFromField: return isNarrow ? 3 : 0
    case .bottom, .top, .lookUp, .submit, .leaveField, .insert, .delete, .filter, .accept,
      .confirm:
      return 1
    case .nextError, .allLines: return 2
    case .why: return state.focus == .alarms || !state.layers.isEmpty ? 2 : 3
    case .open: return isNarrow && state.focus == .logs ? 3 : 1
    case .pause: return 3
    default: return 5
    }
  }

  private func word(_ binding: KeyBinding, _ context: KeyContext) -> SafeText {
    let key = binding.keys(in: context)[0].shortName(glyphs)
    return SafeText(key + " " + title(of: binding))
  }

  /// What the key of a binding is said to do now.
  func title(of binding: KeyBinding) -> String {
    let context = state.keyContext
    return switch binding.command {
    case .pause where state.isPaused: "go on"
    case .mute where state.actedAlarm?.actionsEnabled == false: "unmute"
    case .zoom where state.isZoomed: "unzoom"
    case .confirm: state.question?.action.verb ?? binding.title
    case .nextPane where state.size.columns < 60: "pane"
    case .nextError where state.size.columns < 60: "error"
    case .brief where !state.logs.isBrief: "brief"
    case .wrap where context == .logEvent && !state.logs.wrapsOpened: "wrap"
    case .wrap where context == .logs && state.logs.wraps: "cut"
    default: binding.title
    }
  }
}
