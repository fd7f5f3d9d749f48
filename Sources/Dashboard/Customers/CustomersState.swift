internal import AWSWire
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
  /// The most ids that one paste looks up; each takes less than a kilobyte.
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
  private(set) var batch: PastedBatch?
  /// The last insert or delete that was done from here.
  var lastChange: CustomerAnswer?
  /// Only rows with this in them are shown.
  var filter = "" { didSet { arrange() } }
  /// In which order rows stand.
  var order = Order.newest { didSet { arrange() } }

  /// The most rows that are kept now.
  private var room = CustomersState.capacity
  /// How many lists were pasted.
  private var batchCount = 0
  /// The rows in whose place those of the list stand while it is looked up.
  private var replaced: [ExactID: CustomerRow] = [:]
  /// How many rows stand above those of the list, asked about since then.
  private var above = 0
  /// How many of the list's rows there are.
  private var listed = 0
  /// How far below the list's first row each stood at first; few were taken out since then.
  private var offsets: [ExactID: Int] = [:]
  /// Where that is among the visible rows.
  private var lastVisiblePlace = 0

  /// Where the selected row stands among the visible ones; 0 where it is not among them.
  var selectedPlace: Int {
    cursor.selected.flatMap { visiblePlace(of: $0, near: cursor.top) } ?? 0
  }

  /// The row that keys act on.
  var selectedRow: CustomerRow? { visible.isEmpty ? nil : visible[selectedPlace] }

  /// The row of an id.
  func row(_ id: String) -> CustomerRow? {
    place(of: id).map { rows[$0] }
  }

  /// Puts a row above all others, or above those of others where it is not our own, in place of an
  /// older one of the same id.
  mutating func put(_ row: CustomerRow) {
    if let place = place(of: row.id) { takeOut(at: place) }
    // The last row makes room; where all are our own, those of others find none.
    if rows.count >= room {
      guard row.isOwn || rows.firstOfOthers < rows.count else { return }
      takeOut(at: rows.count - 1)
    }
    rows.insert(row, at: row.isOwn ? 0 : rows.firstOfOthers)
    if row.isOwn { above += 1 }
    guard !showsAll else { return visible = rows }
    guard matches(row.id) else { return }
    let top = row.isOwn ? 0 : visible.firstOfOthers
    visible.insert(row, at: order == .id ? visible.place(toSort: row.id) : top)
  }

  /// Changes the row of an id where it stands; its id, and with it its place, stays.
  mutating func change(_ id: String, _ change: (inout CustomerRow) -> Void) {
    guard let place = place(of: id) else { return }
    rows.change(at: place, change)
    guard !showsAll else { return visible = rows }
    guard let shown = visiblePlace(of: id, near: lastVisiblePlace) else { return }
    lastVisiblePlace = shown
    visible.change(at: shown) { $0 = rows[place] }
  }

  private mutating func takeOut(at place: Int) {
    if !showsAll, let shown = visiblePlace(of: rows[place].id, near: lastVisiblePlace) {
      visible.remove(at: shown)
    }
    rows.remove(at: place)
    if place < above { above -= 1 } else if place < above + listed { listed -= 1 }
  }

  /// Where an id stands; only of the rows that are not the list's all are looked through.
  private func place(of id: String) -> Int? {
    guard let offset = offsets[ExactID(id)] else {
      return rows.place(of: id, in: 0..<above)
        ?? rows.place(of: id, in: above + listed..<rows.count)
    }
    let expected = above + offset
    if expected < rows.count, rows[expected].id.isExactly(id) { return expected }
    return rows.place(of: id, in: 0..<above) ?? rows.place(of: id, near: expected)
  }

  /// Where an id stands among the visible rows, looked for from a place on where nothing tells it.
  private func visiblePlace(of id: String, near start: Int) -> Int? {
    if showsAll { return place(of: id) }
    guard matches(id) else { return nil }
    return order == .id ? visible.place(ofSorted: id) : visible.place(of: id, near: start)
  }

  /// Selects an id wherever it stands; a filter that hides it is taken away.
  mutating func select(_ id: String) {
    if visiblePlace(of: id, near: 0) == nil { filter = "" }
    cursor.selected = id
  }

  /// Whether all rows are visible in the order in which they are kept.
  private var showsAll: Bool { filter.isEmpty && order == .newest }

  private func matches(_ id: String) -> Bool {
    filter.isEmpty || id.lowercased().contains(filter.lowercased())
  }

  private mutating func arrange() {
    if showsAll {
      visible = rows
    } else {
      var shown = rows.filter { matches($0.id) }
      if order == .id { shown.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) } }
      visible = CustomerRows(shown)
    }
  }
}

/// Where the selection and the rows in sight go.
extension CustomersState {
  /// Moves by so many rows; the first row is selected by being first.
  mutating func move(by rows: Int) {
    cursor.move(by: rows, from: selectedPlace, of: visible.count) { [visible] in visible[$0].id }
  }

  /// Scrolls by so many rows; a selected row that is out of sight then gives way to one within the
  /// first `selecting` of the `height` rows shown.
  mutating func scroll(by rows: Int, height: Int, selecting: Int) {
    let (place, count) = (selectedPlace, visible.count)
    cursor.scroll(by: rows, from: place, of: count, height: height, selecting: selecting) {
      [visible] in visible[$0].id
    }
  }

  /// Scrolls so that the selected row is among the `height` rows shown.
  mutating func settle(height: Int) {
    cursor.settle(at: selectedPlace, of: visible.count, height: height)
  }
}

/// The list that was pasted last.
extension CustomersState {
  /// Puts a row for each id of a new list above all others, in their order, and keeps all of them; a
  /// list before that must have been stopped.
  ///
  /// - Returns: the ids that are to be looked up, and the list's number, which their answers carry.
  mutating func begin(_ texts: [String], at now: Instant) -> (ids: [CustomerID], batch: Int) {
    let keys = Set(texts.map(ExactID.init))
    var older: [CustomerRow] = []
    replaced = [:]
    for row in rows {
      let key = ExactID(row.id)
      if keys.contains(key) { replaced[key] = row } else { older.append(row) }
    }
    batchCount += 1
    var seen: Set<ExactID> = []
    var ids: [CustomerID] = []
    var new: [CustomerRow] = []
    for text in texts {
      let key = ExactID(text)
      guard seen.insert(key).inserted else { continue }
      do {
        ids.append(try CustomerID(text))
        let status = CustomerRow.Status.asking(.lookUp, known: replaced[key]?.existsNow)
        new.append(CustomerRow(id: text, at: now, status: status, batch: batchCount))
      } catch {
        new.append(CustomerRow(id: text, at: now, status: .invalid(error)))
      }
    }
    batch = PastedBatch(
      ids,
      invalid: new.count - ids.count,
      repeats: texts.count - new.count,
      number: batchCount
    )
    room = CustomersState.capacity + new.count
    keep(above: [], list: new, below: older)
    return (ids, batchCount)
  }

  /// Counts an answer to a list.
  ///
  /// - Returns: whether it is the list that is looked up; of any other nothing is wanted any more.
  mutating func count(_ answer: CustomerAnswer, of number: Int) -> Bool {
    guard batch?.number == number, batch?.isDone == false else { return false }
    batch?.take(answer)
    if batch?.isDone == true { replaced = [:] }
    return true
  }

  /// Waits for no more answers to the list: the rows that do go, or are again what they were before.
  ///
  /// - Returns: whether answers were awaited.
  mutating func stopBatch() -> Bool {
    guard let batch, !batch.isDone else { return false }
    self.batch?.stop()
    var (list, others): ([CustomerRow], [CustomerRow]) = ([], [])
    for var row in rows[above..<above + listed] {
      if row.batch == batch.number, row.isAsking {
        guard let before = replaced[ExactID(row.id)] else { continue }
        row = before
      }
      if row.isOwn { list.append(row) } else { others.append(row) }
    }
    replaced = [:]
    let older = rows[(above + listed)...]
    let below = older.filter(\.isOwn) + others + older.filter { !$0.isOwn }
    keep(above: Array(rows[..<above]), list: list, below: below)
    return true
  }

  /// Forgets the list; of its rows those stay for which there would be room without it.
  mutating func putBatchAway() {
    batch = nil
    room = CustomersState.capacity
    keep(above: [], list: [], below: Array(rows.prefix(room)))
  }

  private mutating func keep(above: [CustomerRow], list: [CustomerRow], below: [CustomerRow]) {
    rows = CustomerRows(Array((above + list + below).prefix(room)))
    self.above = above.count
    listed = min(list.count, rows.count - above.count)
    let places = list.enumerated().map { (ExactID($1.id), $0) }
    offsets = Dictionary(places) { first, _ in first }
    arrange()
  }
}
