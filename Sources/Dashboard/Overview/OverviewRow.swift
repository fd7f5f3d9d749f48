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
    guard let figures = part.figures, let until else {
      (perMinute, errors, latency) = (nil, nil, nil)
      return
    }
    perMinute = figures.perMinute(until: until)
    errors = figures.recentErrors(until: until)
    latency = figures.recentLatency(until: until)
  }

  /// The part's id.
  var id: String { part.id }

  /// Whether something failed of late.
  var isFailing: Bool { errors ?? 0 > 0 }

  /// How much came each minute, as bars with a mark where something failed.
  ///
  /// - Parameter minutes: how many of the newest minutes.
  /// - Returns: the bars.
  func trafficBars(_ minutes: Int = OverviewRow.hour) -> Sparkline {
    guard let figures = part.figures else { return Sparkline(values: []) }
    let errors = Array(figures.errors.values.suffix(minutes))
    return Sparkline(
      values: Array(filled(figures.traffic.values).suffix(minutes)),
      breaching: Set(errors.indices.filter { errors[$0] ?? 0 > 0 })
    )
  }

  /// How many failed each minute; none while there was traffic and nothing is told of errors.
  var errorBars: Sparkline {
    guard let figures = part.figures else { return Sparkline(values: []) }
    let traffic = filled(figures.traffic.values)
    let errors = zip(figures.errors.values, traffic).map { error, traffic in
      error ?? traffic.map { _ in 0 }
    }
    return Sparkline(values: errors, role: .failed)
  }

  /// How long it took each minute.
  var latencyBars: Sparkline { Sparkline(values: part.figures?.latency.values ?? []) }

  /// Since the first minute of which something is known, silence means that nothing came.
  private func filled(_ values: [Double?]) -> [Double?] {
    guard let first = values.firstIndex(where: { $0 != nil }) else { return values }
    return values.indices.map { $0 < first ? nil : values[$0] ?? 0 }
  }

  /// The minutes of an hour.
  static let hour = 60
  /// The minutes of a quarter of an hour.
  static let quarter = 15
}
