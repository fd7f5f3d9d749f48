extension Attributes {
  /// The attributes and what theme files call them.
  private static let named: [(name: String, attribute: Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline),
    ("reverse", .reverse),
  ]

  /// Reads one attribute's name.
  package init?(name: String) {
    guard let found = Attributes.named.first(where: { $0.name == name }) else { return nil }
    self = found.attribute
  }

  /// The names of those that are set.
  package var names: [String] {
    Attributes.named.filter { contains($0.attribute) }.map(\.name)
  }
}
