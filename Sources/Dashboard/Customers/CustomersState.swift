internal import CustomerDomain

/// The Customers pane: a field, and what was asked below it.
///
/// This room knows ids, what was asked about them and what was answered. It must not know how a
/// question reaches the backend. Ids are told apart by their bytes, as the table does.
struct CustomersState: Hashable, Sendable {
  /// In which order rows stand.
  enum Order: Hashable, Sendable {
    /// What was asked last first.
    case newest
    /// By id.
    case id
  }

  /// How many rows are kept beside those of the list that was pasted last.
  static let capacity = 2000
  /// The most ids that one paste looks up; each takes about half a kilobyte.
  static let batchLimit = 100_000

  /// What is typed.
  var field = TextField()
  /// Whether keys go to the field.
  var isTyping = true
  /// What was asked here, the newest first, and below it what others asked; each id once.
  private(set) var rows = CustomerRows()
  /// The rows that the filter lets through, in their order.
  private(set) var visible = CustomerRows()
  /// The selected row.
  var cursor = ListCursor()
  /// The ids that were pasted last; `nil` once they are put away.
  var batch: PastedBatch?
  /// The last insert or delete that was done from here.
  var lastChange: CustomerAnswer?
  /// Only rows with this in them are shown.
  var filter = "" { didSet { arrange() } }
  /// In which order rows stand.
  var order = Order.newest { didSet { arrange() } }

  /// The names of the visible rows.
  private(set) var ids: [String] = []
  /// The most rows that are kept now.
  private var room = CustomersState.capacity
  /// Where the row stands that was changed last.
  private var lastPlace = 0
  /// Where that is among the visible rows.
  private var lastVisiblePlace = 0

  /// The row that keys act on.
  var selectedRow: CustomerRow? {
    let index = cursor.index(in: ids)
    return visible.indices.contains(index) ? visible[index] : nil
  }

  /// The row of an id.
  func row(_ id: String) -> CustomerRow? {
    rows.place(of: id, from: lastPlace).map { rows[$0] }
  }

  /// Puts a row above all others, or above those of others where it is not our own, in place of an
  /// older one of the same id.
  mutating func put(_ row: CustomerRow) {
    var kept = rows.filter { !$0.id.isExactly(row.id) }
    kept.insert(row, at: row.isOwn ? 0 : kept.firstIndex { !$0.isOwn } ?? kept.endIndex)
    keep(kept)
  }

  /// Puts rows of different ids above all others, in their order, and keeps all of them.
  mutating func put(_ new: [CustomerRow]) {
    let ids = Set(new.map { Array($0.id.utf8) })
    room = CustomersState.capacity + new.count
    keep(new + rows.filter { !ids.contains(Array($0.id.utf8)) })
  }

  /// Takes the rows away that wait for answers which will not come.
  mutating func removeWaiting(_ ids: some Sequence<CustomerID>) {
    let ids = Set(ids)
    guard !ids.isEmpty else { return }
    keep(
      rows.filter { row in
        guard case .asking(.lookUp, _) = row.status, let id = try? CustomerID(row.id) else {
          return true
        }
        return !ids.contains(id)
      }
    )
  }

  /// Changes the row of an id where it stands; its id, and with it its place, stays.
  mutating func change(_ id: String, _ change: (inout CustomerRow) -> Void) {
    guard let place = rows.place(of: id, from: lastPlace) else { return }
    lastPlace = place
    rows.change(at: place, change)
    guard !showsAll else { return visible = rows }
    guard matches(rows[place]) else { return }
    let found =
      order == .id
      ? visible.place(ofSorted: id) : visible.place(of: id, from: lastVisiblePlace)
    guard let found else { return }
    lastVisiblePlace = found
    visible.change(at: found) { $0 = rows[place] }
  }

  /// Selects an id wherever it stands; a filter that hides it is taken away.
  mutating func select(_ id: String) {
    if !visible.contains(where: { $0.id.isExactly(id) }) { filter = "" }
    cursor.selected = id
  }

  private mutating func keep(_ kept: [CustomerRow]) {
    rows = CustomerRows(kept.count > room ? Array(kept.prefix(room)) : kept)
    arrange()
  }

  /// Whether all rows are visible in the order in which they are kept.
  private var showsAll: Bool { filter.isEmpty && order == .newest }

  private func matches(_ row: CustomerRow) -> Bool {
    filter.isEmpty || row.id.lowercased().contains(filter.lowercased())
  }

  private mutating func arrange() {
    if showsAll {
      visible = rows
    } else {
      var shown = rows.filter(matches)
      if order == .id { shown.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) } }
      visible = CustomerRows(shown)
    }
    ids = visible.map(\.id)
  }
}
