/// What the header says about where the dashboard is connected, and what is allowed there.
package struct ContextMark: Hashable, Sendable, Codable {
  /// The context's name, such as `local`.
  package var name: String
  /// The region.
  package var region: String
  /// Whether real customers live there.
  package var isProduction: Bool
  /// Whether nothing may be changed.
  package var isReadOnly: Bool

  /// Makes a mark.
  package init(
    name: String,
    region: String,
    isProduction: Bool = false,
    isReadOnly: Bool = false
  ) {
    self.name = name
    self.region = region
    self.isProduction = isProduction
    self.isReadOnly = isReadOnly
  }
}
