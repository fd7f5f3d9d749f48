internal import AWSWire
internal import CustomerDomain

/// What is known of why things are as they are, for each that is open over the panes.
///
/// This room knows how the ways from an alarm to a log line are shown and gone. It must not know how
/// they are found.
struct WhyState: Hashable, Sendable {
  /// What is known of one thing.
  struct Content: Hashable, Sendable {
    /// When it was first asked for.
    let askedAt: Instant
    /// What is shown.
    var report: WhyReport?
    /// What has come since, with other incidents; it waits until it is asked for.
    var newer: WhyReport?
    /// Why nothing newer could be had.
    var failure: ServiceFailure?
    /// When it is tried again.
    var retryAt: Instant?
    /// What is known of the incidents, by their ids.
    var traces: [String: WhyTrace] = [:]
    /// The incidents that have gone on since they were traced.
    var outdated: Set<String> = []
  }

  /// Where one goes back to from the Logs pane.
  struct Return: Hashable, Sendable {
    /// What lay over the panes.
    let layers: [Layer]
    /// The pane that had the keys.
    let focus: Pane
    /// The filter of the logs before.
    let filter: String
    /// What was read of the logs before.
    let source: LogSource
    /// Whether the newest line was followed.
    let follows: Bool
    /// The filter that led there; another one leads nowhere.
    let through: String
  }

  /// What is known, by what is explained.
  var contents: [Explanation.Subject: Content] = [:]
  /// What the runtime was told to explain.
  var watched: Explanation.Subject?
  /// The incident that the runtime was told to trace.
  var traced: String?
  /// Where one goes back to from the Logs pane.
  var returning: Return?
}

/// Why something is as it is, over the panes.
struct OpenWhy: Hashable, Sendable {
  /// What is explained.
  let subject: Explanation.Subject
  /// The selected incident; `nil` for the first.
  var selected: String?
  /// The first line shown.
  var top = 0

  /// Opens something.
  init(_ subject: Explanation.Subject) { self.subject = subject }
}

extension WhyState.Content {
  /// The selected incident's place in the list.
  func index(of open: OpenWhy) -> Int {
    open.selected.flatMap { id in report?.rows.firstIndex { $0.id == id } } ?? 0
  }

  /// The selected incident.
  func row(of open: OpenWhy) -> IncidentRow? {
    let rows = report?.rows ?? []
    let index = index(of: open)
    return rows.indices.contains(index) ? rows[index] : nil
  }

  /// What is known of the selected incident.
  func trace(of open: OpenWhy) -> WhyTrace? { row(of: open).flatMap { traces[$0.id] } }

  /// How many incidents have come that are not shown.
  var newCount: Int {
    let known = Set(report?.rows.map(\.id) ?? [])
    return newer?.rows.count { !known.contains($0.id) } ?? 0
  }

  /// Takes what was found: at once where nothing is read yet or nothing else is to be read, else
  /// without moving what is read.
  mutating func take(_ found: WhyReport) {
    failure = nil
    retryAt = nil
    guard let shown = report, !shown.rows.isEmpty, shown.rows.map(\.id) != found.rows.map(\.id)
    else { return show(found) }
    newer = found
    report = shown.keepingIncidents(under: found)
  }

  /// Whether an incident is to be traced, for the first time or anew.
  func needsTrace(_ id: String) -> Bool { traces[id] == nil || outdated.contains(id) }

  /// Takes what is known of an incident.
  mutating func keep(_ trace: WhyTrace) {
    traces[trace.trace.incidentID] = trace
    outdated.remove(trace.trace.incidentID)
  }

  /// Shows a report in place of what was shown.
  mutating func show(_ found: WhyReport) {
    let before = Dictionary((report?.rows ?? []).map { ($0.id, $0.incident) }) { first, _ in first }
    report = found
    newer = nil
    let known = Set(found.rows.map(\.id))
    traces = traces.filter { known.contains($0.key) }
    // What is shown of a run that goes on stays until more is known.
    outdated.formUnion(found.rows.filter { before[$0.id] != $0.incident }.map(\.id))
    outdated.formIntersection(traces.keys)
    if let trace = found.trace { keep(trace) }
  }
}
