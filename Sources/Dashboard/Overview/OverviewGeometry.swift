internal import CustomerDomain
internal import Terminal

/// Where things stand inside the overview.
struct OverviewGeometry {
  /// The lines that tell of trouble; empty without trouble.
  let banner: Rect
  /// Where the parts are laid out.
  let parts: Rect
  /// The rows of the list, where the parts are a list; else the same as `parts`.
  let rows: Rect
  /// The list's heading.
  let heading: Rect
  /// What is said of the selected part; empty where there is no room for it.
  let detail: Rect

  /// Divides the screen as it stands.
  init(_ state: DashboardState) {
    let inside = state.insidePage.inset(left: 1)
    let trouble = state.overviewTrouble?.lines(in: inside).count ?? 0
    let below = inside.split(top: trouble)
    banner = below.top
    let wanted = inside.height >= 40 ? 2 : inside.height >= 16 ? 1 : 0
    let split = below.bottom.split(bottom: wanted)
    parts = split.top
    detail = split.bottom.inset(top: max(0, wanted - 1))
    (heading, rows) = parts.split(top: 1)
  }

  /// The part that a cell belongs to.
  func part(at point: Point, _ layout: OverviewLayout, top: Int) -> String? {
    let isList = layout.density == .row
    let origin = isList ? rows.origin.offset(rows: -top) : parts.origin
    guard (isList ? rows : parts).contains(point) else { return nil }
    return layout.places.first { $0.value.moved(to: origin).contains(point) }?.key
  }
}

extension Rect {
  /// The same counted from another corner.
  func moved(to origin: Point) -> Rect {
    Rect(x: x + origin.x, y: y + origin.y, width: width, height: height)
  }
}

extension DashboardState {
  /// What keeps the overview from newer figures, or from all parts; `nil` where nothing does.
  var overviewTrouble: TroubleText? {
    if let failure = overview.freshness.failure {
      return TroubleText(failure, retryAt: overview.freshness.retryAt, now: now)
    }
    return overview.overview?.gap.map { TroubleText($0, retryAt: nil, now: now) }
  }
}
