/// What tells a metric from others: namespace, name and dimensions.
///
/// Made once by those that emit a metric often: a copy is one reference, and the hash is known.
package struct MetricKey: Sendable {
  private final class Parts: Sendable {
    let namespace: String
    let name: String
    let dimensions: [String: String]
    let hash: Int

    init(_ namespace: String, _ name: String, _ dimensions: [String: String]) {
      (self.namespace, self.name, self.dimensions) = (namespace, name, dimensions)
      var hasher = Hasher()
      hasher.combine(namespace)
      hasher.combine(name)
      hasher.combine(dimensions)
      hash = hasher.finalize()
    }
  }

  private let parts: Parts

  /// The namespace, such as `AWS/Lambda`.
  package var namespace: String { parts.namespace }
  /// The metric's name.
  package var name: String { parts.name }
  /// The dimensions: names and values.
  package var dimensions: [String: String] { parts.dimensions }

  /// Makes a key.
  package init(namespace: String, name: String, dimensions: [String: String]) {
    parts = Parts(namespace, name, dimensions)
  }
}

extension MetricKey: Hashable {
  /// Compares namespace, name and dimensions.
  package static func == (left: MetricKey, right: MetricKey) -> Bool {
    if left.parts === right.parts { return true }
    return left.parts.hash == right.parts.hash && left.name == right.name
      && left.namespace == right.namespace && left.dimensions == right.dimensions
  }

  /// Feeds the hash that was computed before into `hasher`.
  package func hash(into hasher: inout Hasher) { hasher.combine(parts.hash) }
}
