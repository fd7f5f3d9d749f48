internal import AWSWire
internal import CustomerDomain
internal import Terminal

/// One part of the backend, ready for the screen.
struct OverviewRow: Hashable, Sendable, Identifiable {
  /// The part itself.
  let part: BackendPart
  /// The name, printable, cut at 256 columns.
  let name: SafeText
  /// How much comes a minute; `nil` where nothing is known.
  let perMinute: Double?
  /// How much failed in the last five minutes; `nil` where nothing is known.
  let errors: Double?
  /// How long it took of late, in milliseconds; `nil` where nothing came.
  let latency: Double?

  /// Makes a part ready; figures are known up to `until`.
  init(_ part: BackendPart, until: Instant?) {
    self.part = part
    name = SafeText(part.name, columns: 0..<256)
    let known = until.flatMap { until in part.figures.map { ($0, until) } }
    perMinute = known?.0.perMinute(until: known?.1 ?? Instant(milliseconds: 0))
    errors = known?.0.recentErrors(until: known?.1 ?? Instant(milliseconds: 0))
    latency = known?.0.recentLatency(until: known?.1 ?? Instant(milliseconds: 0))
  }

  /// The part's id.
  var id: String { part.id }

  /// Whether something failed of late.
  var isFailing: Bool { errors ?? 0 > 0 }

  /// How much came each minute, as bars with a mark where something failed.
  ///
  /// - Parameter minutes: how many of the newest minutes.
  func trafficBars(_ minutes: Int = OverviewRow.hour) -> Sparkline {
    guard let figures = part.figures else { return Sparkline(values: []) }
    let errors = Array(figures.errors.values.suffix(minutes))
    return Sparkline(
      // Where something is known of the hour, silence means that nothing came.
      values: figures.traffic.values.suffix(minutes).map { figures.traffic.isEmpty ? nil : $0 ?? 0 },
      breaching: Set(errors.indices.filter { errors[$0] ?? 0 > 0 })
    )
  }

  /// How many failed each minute.
  var errorBars: Sparkline {
    guard let figures = part.figures else { return Sparkline(values: []) }
    let isSilent = figures.errors.isEmpty && figures.traffic.isEmpty
    return Sparkline(values: figures.errors.values.map { isSilent ? nil : $0 ?? 0 }, role: .failed)
  }

  /// How long it took each minute.
  var latencyBars: Sparkline { Sparkline(values: part.figures?.latency.values ?? []) }

  /// The minutes of an hour.
  static let hour = 60
}
