internal import CustomerDomain
internal import Terminal

/// A line of an alarm's page that can be selected.
enum AlarmLink: Hashable, Sendable {
  /// An alarm, at a place of the tree or as the suppressor.
  case alarm(place: Int, name: String)
  /// An endpoint, which is shown in full or short.
  case endpoint(topic: Int, subscription: Int)
  /// An entry of the history, by its place from the oldest, which new ones do not change.
  case history(fromOldest: Int)

  /// What the line is called.
  var name: String {
    switch self {
    case .alarm(let place, let name): "alarm \(place) \(name)"
    case .endpoint(let topic, let subscription): "endpoint \(topic) \(subscription)"
    case .history(let number): "history \(number)"
    }
  }

  /// The alarm that the line of a name leads to; `nil` where it leads to none.
  static func alarm(ofLine name: String) -> String? {
    let parts = name.split(separator: " ", maxSplits: 2)
    return parts.count == 3 && parts[0] == "alarm" ? String(parts[2]) : nil
  }
}

/// Selecting and opening lines of an alarm's page.
extension DashboardState {
  /// Why nothing can be opened on the page.
  var linkRefusal: String? {
    guard case .alarm(let open) = layers.last, open.selected == nil else { return nil }
    return "no line is selected"
  }

  /// Opens the alarm that the selected line leads to, or shows the line in full or short.
  mutating func openLink(of open: OpenAlarm) -> [Effect] {
    guard let selected = open.selected else { return [] }
    if let name = AlarmLink.alarm(ofLine: selected) {
      layers.append(.alarm(OpenAlarm(name: name)))
      return []
    }
    var open = open
    if open.opened.remove(selected) == nil { open.opened.insert(selected) }
    layers[layers.count - 1] = .alarm(open)
    return []
  }

  /// Selects the next line in sight that can be, or the one before; `false` where there is none, so
  /// that the page scrolls.
  mutating func moveLink(by step: Int) -> Bool {
    guard case .alarm(var open) = layers.last, let page = openPage else { return false }
    let inSight = page.links.filter { (open.top..<open.top + page.height).contains($0.line) }
    let index = inSight.firstIndex { $0.name == open.selected }
    let target = index.map { $0 + step } ?? (step > 0 ? 0 : inSight.count - 1)
    guard inSight.indices.contains(target) else { return false }
    open.selected = inSight[target].name
    layers[layers.count - 1] = .alarm(open)
    return true
  }

  /// Lets go of a line that is out of sight: what Enter opens is to be seen.
  mutating func settleLink() {
    guard case .alarm(var open) = layers.last, let selected = open.selected,
      let page = openPage
    else { return }
    let isInSight = page.links.contains { link in
      link.name == selected && (open.top..<open.top + page.height).contains(link.line)
    }
    guard !isInSight else { return }
    open.selected = nil
    layers[layers.count - 1] = .alarm(open)
  }
}
