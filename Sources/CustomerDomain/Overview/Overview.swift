package import AWSWire

/// The whole backend at a glance: its parts, who sets off whom, and how much passes through each.
///
/// This room knows the parts and their figures as plain values. It must not know where figures come
/// from, nor how they are drawn.
package struct Overview: Hashable, Sendable, Codable {
  /// A way that traffic takes from one part to another, by their ids.
  package struct Edge: Hashable, Sendable, Codable {
    /// The part that sets off.
    package var from: String
    /// The part that is set off.
    package var to: String

    /// Makes a way.
    package init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// The parts, in the order in which traffic meets them.
  package var parts: [BackendPart]
  /// The ways between them.
  package var edges: [Edge]
  /// What could not be found out about the parts; `nil` where all was.
  package var gap: ServiceFailure?
  /// The moment up to which the figures are known; `nil` before there are any.
  package var until: Instant?

  /// Makes an overview.
  package init(
    parts: [BackendPart],
    edges: [Edge],
    gap: ServiceFailure? = nil,
    until: Instant? = nil
  ) {
    self.parts = parts
    self.edges = edges
    self.gap = gap
    self.until = until
  }
}

extension Overview {
  /// How long ago an overview may be to tell what has come since, in milliseconds.
  private static let memory: Int64 = 180_000

  /// The ids of the parts through which something passed that `earlier` did not know of.
  ///
  /// Where there is no earlier overview, or a very old one, those through which something passed in
  /// the last minute.
  package func busyParts(since earlier: Overview?) -> Set<String> {
    guard let until else { return [] }
    let isRecent = earlier?.until.map { until - $0 <= Overview.memory } ?? false
    let known = isRecent ? earlier?.parts ?? [] : []
    let before = Dictionary(known.map { ($0.id, $0.figures) }) { first, _ in first }
    let busy = parts.filter { part in
      guard let figures = part.figures else { return false }
      let last = before[part.id].flatMap(\.self)
      return figures.traffic.hasGrown(since: last?.traffic, until: until)
        || figures.errors.hasGrown(since: last?.errors, until: until)
    }
    return Set(busy.map(\.id))
  }
}
