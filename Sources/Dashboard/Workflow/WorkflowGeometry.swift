internal import Terminal

/// Where things stand inside the Workflow pane.
struct WorkflowGeometry {
  /// The lines that tell of trouble; empty without trouble.
  let banner: Rect
  /// The form's line.
  let field: Rect
  /// What the form says of the last submission; empty where it says nothing.
  let note: Rect
  /// The list's heading; empty where there is no room for it.
  let heading: Rect
  /// The rows of runs.
  let rows: Rect
  /// Where the graph is drawn; empty where there is no room for it.
  let graph: Rect

  /// Divides the pane as it stands.
  init(_ state: DashboardState) {
    let inside = state.inside(.workflow).inset(columns: 1)
    let isRoomy = inside.height >= 9
    let trouble = state.trouble(of: .workflow)?.lines(in: inside).count ?? 0
    let top = inside.split(top: trouble)
    banner = top.top
    let form = top.bottom.split(top: 1)
    field = form.top
    let below = form.bottom.split(top: state.workflow.note == nil ? 0 : 1)
    note = below.top
    let blank = isRoomy && state.workflow.note == nil ? 1 : 0
    let list = below.bottom.inset(top: blank).split(top: isRoomy ? 1 : 0)
    heading = list.top
    let wanted = WorkflowGeometry.graphHeight(state, in: list.bottom)
    let parts = list.bottom.split(bottom: wanted)
    rows = parts.top
    graph = parts.bottom.inset(top: wanted > 0 ? 1 : 0)
  }

  /// Where the rows in sight stand.
  func places(_ workflow: WorkflowState) -> RowPlaces {
    RowPlaces(in: rows, from: workflow.cursor.top, count: workflow.visible.count)
  }

  /// The graph's rows and a blank one above it, as long as five runs stay in sight.
  private static func graphHeight(_ state: DashboardState, in rect: Rect) -> Int {
    guard let report = state.workflow.report else { return 0 }
    let wanted = (report.drawing(within: rect.width)?.size.rows ?? report.flow.count) + 1
    guard wanted > 1 else { return 0 }
    return rect.height - wanted >= 5 ? wanted : 0
  }
}
