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

  /// The alarms, the worst first.
  private(set) var all: [AlarmRow] = []
  /// The alarms that the filter lets through, in their order.
  private(set) var visible: [AlarmRow] = []
  /// How many stand in each state.
  private(set) var tally: [Alarm.State: Int] = [:]
  /// The selected alarm.
  var cursor = ListCursor()
  /// How old the list is.
  var freshness = Freshness()
  /// The alarms that went red and were not selected by the person since.
  var unseen: Set<String> = []
  /// What is known of the opened alarm beyond its row.
  var detail: AlarmDetail?
  /// Why the opened alarm could not be described.
  var detailFailure: ServiceFailure?
  /// Only alarms with this in them are shown.
  var filter = "" { didSet { arrange() } }
  /// In which order alarms stand.
  var order = Order.worst { didSet { arrange() } }

  /// The names of the visible alarms.
  var ids: [String] { visible.map(\.id) }

  /// The alarm that keys act on.
  var selectedRow: AlarmRow? {
    let index = cursor.index(in: ids)
    return visible.indices.contains(index) ? visible[index] : nil
  }

  /// The red alarms that are named where there is a single line for the pane.
  var worst: ArraySlice<AlarmRow> { all.prefix(3).prefix { $0.alarm.state == .alarm } }

  /// Takes the selected alarm for seen.
  mutating func see() {
    if let name = selectedRow?.id { unseen.remove(name) }
  }

  /// The alarm with that name.
  func row(_ name: String) -> AlarmRow? { all.first { $0.id == name } }

  /// Takes a new list and returns the names that have gone red since the last one.
  mutating func list(_ alarms: [Alarm]) -> Set<String> {
    let isFirst = freshness.lastSuccess == nil
    let red = Set(all.filter { $0.alarm.state == .alarm }.map(\.id))
    let shared = SharedWords(alarms.map(\.name))
    all = alarms.sorted(by: AlarmsState.isWorse).map { alarm in
      AlarmRow(alarm, sharedWidth: shared.width(of: alarm.name))
    }
    tally = Dictionary(grouping: alarms, by: \.state).mapValues(\.count)
    arrange()
    guard !isFirst else { return [] }
    return Set(alarms.filter { $0.state == .alarm }.map(\.name)).subtracting(red)
  }

  private mutating func arrange() {
    let needle = filter.lowercased()
    visible = needle.isEmpty ? all : all.filter { $0.alarm.name.lowercased().contains(needle) }
    if order == .name { visible.sort { $0.id < $1.id } }
  }

  /// Worst first; of the same state the newest change, of the same time by name.
  private static func isWorse(_ left: Alarm, _ right: Alarm) -> Bool {
    if left.state != right.state { return left.state < right.state }
    if left.since != right.since { return left.since > right.since }
    return left.name < right.name
  }
}
