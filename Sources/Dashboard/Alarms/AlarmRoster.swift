package import CustomerDomain
internal import Terminal

/// All alarms, ready for the screen; made away from the thread that draws, for there may be thousands.
package struct AlarmRoster: Sendable {
  /// The alarms, the worst first.
  let rows: [AlarmRow]
  /// The numbers of the rows by name.
  let byName: [Int]
  /// The number of each alarm's row.
  let numbers: [String: Int]
  /// How many stand in each state.
  let tally: [Alarm.State: Int]
  /// The names of those in ALARM.
  let red: Set<String>
  /// The names in small letters, for filters.
  private let folded: [[UInt8]]

  /// Puts alarms in order.
  ///
  /// - Parameters:
  ///   - alarms: the alarms, in any order.
  ///   - earlier: what was known before; what has not changed is taken from there.
  package init(_ alarms: [Alarm], after earlier: AlarmRoster?) {
    let sorted = alarms.sorted { $0.isWorse(than: $1) }
    if let earlier, earlier.rows.count == sorted.count,
      zip(earlier.rows, sorted).allSatisfy({ $0.alarm == $1 })
    {
      self = earlier
      return
    }
    let shared = SharedWords(sorted.map(\.name))
    rows = sorted.map { alarm in
      let width = shared.width(of: alarm.name)
      let known = earlier?.row(alarm.name)
      if let known, known.alarm == alarm, known.sharedWidth == width { return known }
      return AlarmRow(alarm, sharedWidth: width)
    }
    byName = sorted.indices.sorted { sorted[$0].name < sorted[$1].name }
    numbers = Dictionary(zip(sorted.map(\.name), 0...)) { first, _ in first }
    tally = sorted.reduce(into: [:]) { $0[$1.state, default: 0] += 1 }
    red = Set(sorted.prefix { $0.state == .alarm }.map(\.name))
    folded = sorted.map { Array($0.name.lowercased().utf8) }
  }

  /// The alarms themselves.
  package var alarms: [Alarm] { rows.map(\.alarm) }

  /// How many alarms there are.
  package var count: Int { rows.count }

  /// The alarm with that name.
  package func alarm(_ name: String) -> Alarm? { row(name)?.alarm }

  /// The row of the alarm with that name.
  func row(_ name: String) -> AlarmRow? { numbers[name].map { rows[$0] } }

  /// The numbers of the rows that have a text in their names, in an order.
  func numbers(having text: String, by order: AlarmsState.Order) -> [Int] {
    let needle = Array(text.lowercased().utf8)
    let all = order == .name ? byName : Array(rows.indices)
    return needle.isEmpty ? all : all.filter { AlarmRoster.contains(folded[$0], needle) }
  }

  private static func contains(_ text: [UInt8], _ needle: [UInt8]) -> Bool {
    guard text.count >= needle.count else { return false }
    return text.withUnsafeBufferPointer { text in
      needle.withUnsafeBufferPointer { needle in
        (0...text.count - needle.count).contains { start in
          var index = 0
          while index < needle.count, text[start + index] == needle[index] { index += 1 }
          return index == needle.count
        }
      }
    }
  }
}

extension AlarmRoster: LaidOut {
  /// The alarms that it was made of.
  package var source: [Alarm] { alarms }

  /// Lays alarms out anew.
  package init(_ source: [Alarm]) { self.init(source, after: nil) }
}

extension AlarmRoster: Hashable {
  /// Whether both have the same rows, from which all else follows.
  package static func == (left: AlarmRoster, right: AlarmRoster) -> Bool {
    left.rows == right.rows
  }

  /// Feeds the rows.
  package func hash(into hasher: inout Hasher) { hasher.combine(rows) }
}

/// Those of a roster's rows that are shown, in their order.
struct VisibleAlarms: RandomAccessCollection, Hashable, Sendable {
  /// All rows.
  private let rows: [AlarmRow]
  /// The numbers of those shown.
  private let shown: [Int]

  /// Shows rows by their numbers.
  init(_ rows: [AlarmRow] = [], shown: [Int] = []) {
    self.rows = rows
    self.shown = shown
  }

  /// Where they begin.
  var startIndex: Int { 0 }

  /// Where they end.
  var endIndex: Int { shown.count }

  /// The row at a place.
  subscript(index: Int) -> AlarmRow { rows[shown[index]] }

  /// The place of the row with that number; `nil` where it is not shown.
  func place(of number: Int) -> Int? {
    // In the order of the rows each stands at its own number.
    if shown.indices.contains(number), shown[number] == number { return number }
    return shown.firstIndex(of: number)
  }
}
