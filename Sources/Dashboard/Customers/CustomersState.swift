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

  /// The most rows that are kept.
  static let capacity = 2000
  /// The most ids that one paste looks up.
  static let batchLimit = 1000

  /// What is typed.
  var field = TextField()
  /// Whether keys go to the field.
  var isTyping = true
  /// What was asked here, the newest first, and below it what others asked; each id once.
  private(set) var rows: [CustomerRow] = []
  /// The rows that the filter lets through, in their order.
  private(set) var visible: [CustomerRow] = []
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

  /// The row that keys act on.
  var selectedRow: CustomerRow? {
    let index = cursor.index(in: ids)
    return visible.indices.contains(index) ? visible[index] : nil
  }

  /// The row of an id.
  func row(_ id: String) -> CustomerRow? { rows.first { $0.id.isExactly(id) } }

  /// Puts a row above all others, or above those of others where it is not our own, in place of an
  /// older one of the same id.
  mutating func put(_ row: CustomerRow) {
    rows.removeAll { $0.id.isExactly(row.id) }
    rows.insert(row, at: row.isOwn ? 0 : rows.firstIndex { !$0.isOwn } ?? rows.endIndex)
    if rows.count > CustomersState.capacity {
      rows.removeLast(rows.count - CustomersState.capacity)
    }
    arrange()
  }

  /// Puts rows of different ids above all others, in their order.
  mutating func put(_ new: [CustomerRow]) {
    let ids = Set(new.map { Array($0.id.utf8) })
    rows.removeAll { ids.contains(Array($0.id.utf8)) }
    rows.insert(contentsOf: new, at: 0)
    if rows.count > CustomersState.capacity {
      rows.removeLast(rows.count - CustomersState.capacity)
    }
    arrange()
  }

  /// Changes the row of an id where it stands; its id, and with it its place, stays.
  mutating func change(_ id: String, _ change: (inout CustomerRow) -> Void) {
    guard let index = rows.firstIndex(where: { $0.id.isExactly(id) }) else { return }
    change(&rows[index])
    guard let place = visible.firstIndex(where: { $0.id.isExactly(id) }) else { return }
    visible[place] = rows[index]
  }

  /// Selects an id wherever it stands; a filter that hides it is taken away.
  mutating func select(_ id: String) {
    if !visible.contains(where: { $0.id.isExactly(id) }) { filter = "" }
    cursor.selected = id
  }

  private mutating func arrange() {
    let needle = filter.lowercased()
    visible = needle.isEmpty ? rows : rows.filter { $0.id.lowercased().contains(needle) }
    if order == .id { visible.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) } }
    ids = visible.map(\.id)
  }
}
