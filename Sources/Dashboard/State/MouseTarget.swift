internal import AWSWire
internal import Terminal

/// What lies under the mouse.
enum MouseTarget: Hashable, Sendable {
  /// A pane, away from its field and its rows.
  case pane(Pane)
  /// A pane's field.
  case field(Pane)
  /// A bar above the log, by the moment it begins at.
  case bar(Instant)
  /// A row of a pane, by its name.
  case row(Pane, name: String)
  /// A part of the backend in the overview, by its id.
  case part(String)

  /// The pane it belongs to; `nil` for what belongs to none.
  var pane: Pane? {
    switch self {
    case .pane(let pane), .field(let pane), .row(let pane, _): pane
    case .bar: .logs
    case .part: nil
    }
  }
}

extension DashboardState {
  /// What a cell belongs to; `nil` where there is no pane.
  func target(at point: Point) -> MouseTarget? {
    guard let pane = paneRects.first(where: { $0.value.contains(point) })?.key else { return nil }
    switch pane {
    case .customers:
      let geometry = CustomersGeometry(self)
      if geometry.field.contains(point) { return .field(pane) }
      return row(geometry.places(customers), at: point, of: pane) { customers.visible[$0].id }
    case .workflow:
      let geometry = WorkflowGeometry(self)
      if geometry.field.contains(point) { return .field(pane) }
      return row(geometry.places(workflow), at: point, of: pane) { workflow.visible[$0].id }
    case .logs:
      let geometry = LogsGeometry(self)
      if let histogram = logs.window?.histogram, let bar = geometry.bar(at: point, of: histogram) {
        return .bar(histogram.start(ofBin: bar))
      }
      let places = geometry.places(logs)
      return row(places, at: point, of: pane) { "\(logs.lines[$0].sequence)" }
    case .alarms:
      let places = AlarmsGeometry(self).places(alarms)
      return row(places, at: point, of: pane) { alarms.visible[$0].id }
    }
  }

  private func row(
    _ places: RowPlaces,
    at point: Point,
    of pane: Pane,
    name: (Int) -> String
  ) -> MouseTarget {
    places.index(at: point).map { .row(pane, name: name($0)) } ?? .pane(pane)
  }
}
