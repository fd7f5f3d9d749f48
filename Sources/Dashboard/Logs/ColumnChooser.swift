internal import Terminal

/// The list in which fields are chosen to have columns of their own.
struct ColumnChooser: Hashable, Sendable {
  /// A field that was seen.
  struct Field: Hashable, Sendable {
    /// Its name.
    let name: String
    /// In how many of the rows at hand it is.
    let count: Int
    /// A value it has.
    let sample: SafeText
  }

  /// The fields, those with columns first; they stay in this order while it is open.
  private(set) var fields: [Field] = []
  /// The selected one's number.
  private(set) var selected = 0
  /// The first one shown.
  private(set) var top = 0

  /// The most fields that are listed.
  static let capacity = 200

  /// Lists the fields of the rows at hand: those with columns in their order, then by how many rows
  /// have them.
  init(_ logs: LogsState) {
    var seen: [String: (count: Int, sample: SafeText)] = [:]
    for field in logs.lines.lazy.flatMap(\.fields) {
      if let known = seen[field.name] {
        seen[field.name] = (known.count + 1, known.sample)
      } else if seen.count < ColumnChooser.capacity {
        seen[field.name] = (1, field.value)
      }
    }
    func field(_ name: String) -> Field {
      Field(name: name, count: seen[name]?.count ?? 0, sample: seen[name]?.sample ?? .empty)
    }
    let chosen = logs.columns.map(\.name)
    let others = seen.keys.filter { !chosen.contains($0) }.map(field)
      .sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    fields = chosen.map(field) + others
  }

  /// The selected field.
  var field: Field? { fields.indices.contains(selected) ? fields[selected] : nil }

  /// Selects another field.
  mutating func move(by rows: Int) {
    selected = max(0, min(selected + rows, fields.count - 1))
  }

  /// Keeps the selected field among the `height` shown.
  mutating func settle(height: Int) {
    let height = max(1, height)
    if selected < top { top = selected }
    if selected >= top + height { top = selected - height + 1 }
    top = max(0, min(top, fields.count - height))
  }
}

extension DashboardState {
  /// Opens the list of fields, which have columns or may have them.
  mutating func openColumns() { layers.append(.columns(ColumnChooser(logs))) }

  /// Gives the selected field a column, takes it away, or moves it among the others.
  mutating func chooseColumn(_ command: Command) {
    guard case .columns(let chooser) = layers.last, let name = chooser.field?.name else { return }
    switch command {
    case .toggleColumn: logs.toggleColumn(name)
    case .columnEarlier: logs.moveColumn(name, by: -1)
    case .columnLater: logs.moveColumn(name, by: 1)
    default: break
    }
  }

  /// Keeps the selected field in sight.
  mutating func settleColumns() {
    guard case .columns(let chooser) = layers.last else { return }
    let height = ColumnsGeometry(self, count: chooser.fields.count).rows.height
    changeColumns { $0.settle(height: height) }
  }

  /// Changes the list of fields that is open.
  mutating func changeColumns(_ change: (inout ColumnChooser) -> Void) {
    guard case .columns(var chooser) = layers.last else { return }
    change(&chooser)
    layers[layers.count - 1] = .columns(chooser)
  }
}
