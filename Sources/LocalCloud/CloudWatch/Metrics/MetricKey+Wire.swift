internal import JSONValue

// A metric's key as the inputs and answers of the service have it.
extension MetricKey {
  /// The key that an input names with `Namespace`, `MetricName` and `Dimensions`.
  ///
  /// - Throws: `CloudError` where a name is missing.
  init(_ input: CallInput, namespace: String? = nil) throws {
    guard let namespace = namespace ?? input.text(optional: "Namespace"), !namespace.isEmpty else {
      throw CloudWatchError.missing("Namespace")
    }
    guard let name = input.text(optional: "MetricName"), !name.isEmpty else {
      throw CloudWatchError.missing("MetricName")
    }
    self.init(
      namespace: namespace,
      name: name,
      dimensions: MetricKey.dimensions(input.list("Dimensions"))
    )
  }

  /// The dimensions in a list of `Name` and `Value`.
  static func dimensions(_ list: [JSON]) -> [String: String] {
    list.reduce(into: [:]) { found, dimension in
      guard let name = dimension["Name"]?.string else { return }
      found[name] = dimension["Value"]?.string ?? ""
    }
  }

  /// The dimensions as the services list them, ordered by name.
  static func wire(_ dimensions: [String: String]) -> JSON {
    .array(
      dimensions.sorted { $0.key < $1.key }.map {
        ["Name": .string($0.key), "Value": .string($0.value)]
      }
    )
  }
}
