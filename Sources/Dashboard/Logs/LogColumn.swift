internal import Terminal

/// A field that has a column of its own in the log.
struct LogColumn: Hashable, Sendable {
  /// The field's name.
  let name: String
  /// The widest of its name and of the values that were at hand so far; never falls, so that rows
  /// keep still.
  private(set) var width: Int
  /// Whether all values so far were numbers, which end where the column does.
  private(set) var isNumeric = true

  /// The widest that a column is.
  static let maximumWidth = 24
  /// The narrowest that a wider column is squeezed to: less tells nothing.
  static let minimumWidth = 8

  /// Makes a column as wide as its name.
  init(_ name: String) {
    self.name = name
    width = min(SafeText(name, columns: 0..<LogColumn.maximumWidth).width, LogColumn.maximumWidth)
  }

  /// Takes the rows at hand into account.
  mutating func measure(_ lines: [LogLine]) {
    for line in lines {
      guard let value = line.value(of: name) else { continue }
      width = max(width, min(value.width, LogColumn.maximumWidth))
      if isNumeric, !LogColumn.isNumber(value.text) { isNumeric = false }
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x30...0x39).contains(first) || first == 0x2D else {
      return false
    }
    return text.utf8.allSatisfy { (0x2D...0x39).contains($0) || " mseEMKGBi".utf8.contains($0) }
  }

  /// How wide each column is in so much room, the space behind it included; those that have no room
  /// are left out from the end.
  static func widths(_ columns: [LogColumn], room: Int) -> [Int] {
    var shown = columns[...]
    while !shown.isEmpty {
      let needed = shown.reduce(0) { $0 + min($1.width, minimumWidth) + gap }
      if needed <= room { break }
      shown.removeLast()
    }
    var limit = minimumWidth
    while limit < maximumWidth,
      shown.reduce(0, { $0 + min($1.width, limit + 1) + gap }) <= room
    { limit += 1 }
    return shown.map { min($0.width, limit) + gap }
  }

  /// The space between a column and what follows it.
  static let gap = 2
}

extension LogsState {
  /// Gives a field a column after the others, or takes it away.
  mutating func toggleColumn(_ name: String) {
    if let index = columns.firstIndex(where: { $0.name.isExactly(name) }) {
      columns.remove(at: index)
    } else {
      columns.append(LogColumn(name))
    }
    measureColumns()
  }

  /// Moves a field's column by so many places.
  mutating func moveColumn(_ name: String, by places: Int) {
    guard let index = columns.firstIndex(where: { $0.name.isExactly(name) }) else { return }
    let target = min(max(0, index + places), columns.count - 1)
    columns.insert(columns.remove(at: index), at: target)
  }

  /// Makes the columns as wide as the rows at hand need.
  mutating func measureColumns() {
    for index in columns.indices { columns[index].measure(lines) }
  }
}
