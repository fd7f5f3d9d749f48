internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The way from the first page to the request that is shown.
extension Canvas {
  /// The pages below an explanation, from the first one on, and the way from what it explains to the
  /// request that is shown; where there is not room for all of it, `…` stands in the place of some.
  ///
  /// Esc goes back along the pages: what lies within the last one gives way before them, and the first
  /// page and the end stay.
  func trail(of open: OpenWhy, room: Int) -> [Span] {
    var words: [SafeText] = []
    func add(_ word: SafeText) { if words.last != word { words.append(word) } }
    for layer in state.layers.prefix(while: { $0 != .why(open) }) { name(of: layer).map(add) }
    add(name(of: open.subject))
    let pages = words.count
    wayInside(open).forEach(add)
    var shown = Set(words.indices)
    let middle = words.indices.dropFirst().dropLast()
    for index in middle.filter({ $0 >= pages }) + middle.filter({ $0 < pages }) {
      guard width(of: trail(words, shown)) > room else { break }
      shown.remove(index)
    }
    let excess = width(of: trail(words, shown)) - room
    if excess > 0, let first = words.first {
      words[0] = first.truncatedMiddle(
        to: max(4, first.width - excess),
        ellipsis: glyphs.ellipsis
      )
    }
    return trail(words, shown)
  }

  private func trail(_ words: [SafeText], _ shown: Set<Int>) -> [Span] {
    var trail: [Span] = []
    for (index, word) in words.enumerated() {
      let isCut = !shown.contains(index)
      if isCut, !shown.contains(index - 1) { continue }
      if index > 0 { trail.append(span("  \(glyphs.arrow)  ", .muted)) }
      trail.append(
        isCut ? span(glyphs.ellipsis, .muted) : span(word, index == 0 ? .title : .text)
      )
    }
    return trail
  }

  private func width(of trail: [Span]) -> Int { trail.reduce(0) { $0 + $1.text.width } }

  /// The run, the state and the request of the selected incident, as far as there are any.
  private func wayInside(_ open: OpenWhy) -> [SafeText] {
    let content = state.content(of: open)
    let incident = content?.row(of: open)?.incident
    let trace = content?.trace(of: open)?.trace
    var words: [SafeText] = []
    if let run = incident?.execution ?? trace?.detail?.execution {
      words.append("run " + short(run.name))
    }
    if let detail = trace?.detail ?? incident?.detail {
      // A Fail ends a run, but asked nobody; inside of another state it tells where that was.
      let failing = detail.failingState.flatMap {
        $0.type == "Fail" && $0.parent == nil ? nil : $0
      }
      if let state = trace?.requestID.flatMap(detail.state(asking:)) ?? failing {
        words.append(SafeText(state.name, columns: 0..<40))
      }
    }
    if let id = trace?.requestID { words.append("request " + short(id)) }
    return words
  }

  /// What a page is of; `nil` for what is no page.
  private func name(of layer: Layer) -> SafeText? {
    switch layer {
    case .why(let open): name(of: open.subject)
    case .alarm(let open): name(of: .alarm(name: open.name))
    case .execution(let open): name(of: .execution(open.arn))
    case .comparison: "comparison"
    case .runPart(let open): part(of: open)?.run.map { SafeText($0.name, columns: 0..<40) }
    case .logEvent: "log line"
    case .overview: "overview"
    case .help, .confirm, .filter, .prompt, .contexts, .themes, .columns, .bars, .jump, .save: nil
    }
  }

  private func name(of subject: Explanation.Subject) -> SafeText {
    switch subject {
    case .alarm(let name): SafeText(name, columns: 0..<80)
    case .execution(let arn): "run " + short(arn.split(separator: ":").last.map(String.init) ?? arn)
    case .request(let id, _, _): "request " + short(id)
    case .customer(let id):
      "customer " + SafeText(exactly: id).truncatedMiddle(to: 32, ellipsis: glyphs.ellipsis)
    }
  }

  /// The first letters of an id that nobody reads whole.
  func short(_ id: String) -> SafeText {
    LineTrail.isUUID(id)
      ? SafeText(id, columns: 0..<8) + glyphs.ellipsis
      : SafeText(id, columns: 0..<64).truncatedMiddle(to: 24, ellipsis: glyphs.ellipsis)
  }
}
