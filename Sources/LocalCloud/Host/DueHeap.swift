internal import AWSWire

/// Moments in the order in which they come (a binary heap).
struct DueHeap {
  /// A moment and what it is for.
  struct Item {
    /// When the item's turn comes.
    let due: Instant
    /// Orders items of the same moment: the lower one comes first.
    let number: UInt64
    /// What the moment is for.
    let key: String

    fileprivate func isBefore(_ other: Item) -> Bool {
      (due, number) < (other.due, other.number)
    }
  }

  private var items: [Item] = []

  /// Makes an empty heap, or one of `items`.
  init(_ items: [Item] = []) {
    self.items = items.sorted { $0.isBefore($1) }
  }

  /// How many items there are, with those whose keys were forgotten.
  var count: Int { items.count }

  /// The earliest item.
  var first: Item? { items.first }

  /// Puts an item in.
  mutating func insert(_ item: Item) {
    items.append(item)
    var child = items.count - 1
    while child > 0, case let parent = (child - 1) / 2, items[child].isBefore(items[parent]) {
      items.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the earliest item out.
  mutating func removeFirst() {
    items.swapAt(0, items.count - 1)
    items.removeLast()
    var parent = 0
    while true {
      var earliest = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count {
        if items[child].isBefore(items[earliest]) { earliest = child }
      }
      guard earliest != parent else { return }
      items.swapAt(parent, earliest)
      parent = earliest
    }
  }
}
