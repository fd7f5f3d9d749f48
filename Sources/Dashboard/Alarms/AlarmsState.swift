internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The Alarms pane.
///
/// This room knows alarms, how they stand and how they are told. It must not know how they are
/// fetched, nor what rings when one goes red.
struct AlarmsState: Hashable, Sendable {
  /// In which order alarms stand.
  enum Order: Hashable, Sendable {
    /// The worst first.
    case worst
    /// By name.
    case name
  }

  /// All alarms.
  private(set) var roster = AlarmRoster([])
  /// The alarms that the filter lets through, in their order.
  private(set) var visible = VisibleAlarms()
  /// The selected alarm.
  var cursor = ListCursor()
  /// How old the list is.
  var freshness = Freshness()
  /// The alarms that went red and were not selected by the person since.
  var unseen: Set<String> = []
  /// The alarm that the runtime was told to describe.
  var watched: String?
  /// What is known of opened alarms beyond their rows, by name.
  var reports: [String: AlarmReport] = [:]
  /// Only alarms with this in them are shown.
  var filter = "" { didSet { if filter != oldValue { arrange() } } }
  /// In which order alarms stand.
  var order = Order.worst { didSet { if order != oldValue { arrange() } } }

  /// The alarms, the worst first.
  var all: [AlarmRow] { roster.rows }

  /// How many stand in each state.
  var tally: [Alarm.State: Int] { roster.tally }

  /// The names of the visible alarms.
  var ids: [String] { visible.map(\.id) }

  /// The place of the selected alarm among the visible ones; 0 where it is not among them.
  var selectedIndex: Int {
    cursor.selected.flatMap { roster.numbers[$0] }.flatMap(visible.place) ?? 0
  }

  /// The alarm that keys act on.
  var selectedRow: AlarmRow? {
    let index = selectedIndex
    return visible.indices.contains(index) ? visible[index] : nil
  }

  /// The red alarms that are named where there is a single line for the pane.
  var worst: ArraySlice<AlarmRow> { all.prefix(3).prefix { $0.alarm.state == .alarm } }

  /// Takes the selected alarm for seen.
  mutating func see() {
    guard !unseen.isEmpty, let name = selectedRow?.id else { return }
    unseen.remove(name)
  }

  /// The alarm with that name.
  func row(_ name: String) -> AlarmRow? { roster.row(name) }

  /// Takes a new list and returns the names that have gone red since the last one.
  mutating func list(_ new: AlarmRoster) -> Set<String> {
    let isFirst = freshness.lastSuccess == nil
    let old = roster
    guard new != old else { return [] }
    roster = new
    arrange()
    guard !isFirst else { return [] }
    unseen.formIntersection(new.red)
    let reddened = new.red.subtracting(old.red)
    unseen.formUnion(reddened)
    return reddened
  }

  /// Moves the selection by so many rows.
  mutating func move(by rows: Int) {
    let (index, visible) = (selectedIndex, visible)
    cursor.move(by: rows, from: index, of: visible.count) { visible[$0].id }
  }

  /// Scrolls by so many rows.
  mutating func scroll(by rows: Int, height: Int) {
    let (index, visible) = (selectedIndex, visible)
    cursor.scroll(by: rows, from: index, of: visible.count, height: height) { visible[$0].id }
  }

  /// Scrolls so that the selected row is in sight.
  mutating func settle(height: Int) {
    cursor.settle(at: selectedIndex, of: visible.count, height: height)
  }

  private mutating func arrange() {
    visible = VisibleAlarms(roster.rows, shown: roster.numbers(having: filter, by: order))
  }
}
