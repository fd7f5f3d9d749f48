internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// The overview: the backend as a diagram, each part with its figures.
///
/// This room knows parts, ways and figures, and lays them out. It must not know how figures are
/// fetched, nor what the panes do that it leads to.
struct OverviewState: Hashable, Sendable {
  /// Where the overview led to, so that Esc leads back.
  struct Hop: Hashable, Sendable {
    /// The pane.
    var pane: Pane
    /// The filter that the pane was given.
    var filter: String
    /// The filter that it had before.
    var before: String
  }

  /// The parts as they were last heard of.
  private(set) var overview: Overview?
  /// Where the parts stand; `nil` before there are any.
  private(set) var layout: OverviewLayout?
  /// The room they are laid out in; `nil` where that has to be done anew.
  private var layoutSize: Size?
  /// The parts, ready for the screen.
  private(set) var rows: [OverviewRow] = []
  /// The selected part, and in a list the first one shown.
  var cursor = ListCursor()
  /// How old the figures are.
  var freshness = Freshness()
  /// Until when a part is shown as one through which something passes.
  private(set) var lit: [String: Instant] = [:]
  /// The alarms in ALARM that watch a part, by the part.
  private(set) var red: [String: [String]] = [:]
  /// Whether the runtime was told to fetch figures.
  var isWatched = false
  /// Where the overview led to.
  var hop: Hop?

  /// The ids of the parts.
  var ids: [String] { rows.map(\.id) }

  /// The part that keys act on.
  var selectedRow: OverviewRow? {
    let index = cursor.index(in: ids)
    return rows.indices.contains(index) ? rows[index] : nil
  }

  /// Takes new figures; parts through which something passed since are lit for so many milliseconds.
  mutating func take(_ new: Overview, at now: Instant, lighting span: Int64) {
    for id in new.busyParts(since: overview) { lit[id] = now + span }
    show(new)
    freshness.succeeded(at: now)
  }

  /// Shows parts of which there are no figures yet; older figures stay.
  mutating func show(_ new: Overview) {
    guard new.until != nil || overview == nil else { return }
    overview = new
    layoutSize = nil
    rows = new.parts.map { OverviewRow($0, until: new.until) }
  }

  /// Lays the parts out in a room, where they or it are others than before.
  mutating func layOut(in size: Size) {
    guard let overview, size != layoutSize else { return }
    layout = OverviewLayout(overview, in: size)
    layoutSize = size
  }

  /// Shows the alarms as a part through which something passes.
  mutating func lightAlarms(until end: Instant) {
    for row in rows where row.part.kind == .alarms { lit[row.id] = end }
  }

  /// Forgets what is over, and finds out which parts the red alarms watch; both are cheap as long as
  /// few alarms are red.
  mutating func settle(now: Instant, reds: some Sequence<Alarm>) {
    lit = lit.filter { $0.value > now }
    red = [:]
    var watched: [[String]: String] = [:]
    for row in rows {
      guard let dimension = row.part.kind.dimension else { continue }
      for value in [row.part.name, row.part.arn].compactMap(\.self) {
        watched[[dimension, value]] = row.id
      }
    }
    for alarm in reds {
      for dimension in alarm.metric?.dimensions ?? [] {
        guard let id = watched[[dimension.name, dimension.value]] else { continue }
        red[id, default: []].append(alarm.name)
      }
    }
  }
}
