internal import AWSWire
internal import JSONValue

extension ResourceChange {
  /// Makes or changes a metric filter; one under another name or of another group is replaced.
  func applyMetricFilter() async throws {
    if let previous, metricFilterName(of: previous) != metricFilterName(of: resource) {
      try await ResourceChange(directory: directory, resource: previous, previous: nil).remove()
    }
    var input = metricFilterName(of: resource)
    input["filterPattern"] = .string(resource.properties["FilterPattern"]?.string ?? "")
    let transformations = resource.properties["MetricTransformations"]?.array ?? []
    input["metricTransformations"] = .array(transformations.map(ResourceChange.transformation))
    try await directory.perform(.logs, "PutMetricFilter", input)
  }

  /// What tells a metric filter from others.
  func metricFilterName(of resource: ResolvedStack.Resource) -> JSON {
    [
      "logGroupName": resource.properties["LogGroupName"] ?? nil,
      "filterName": .string(resource.reference),
    ]
  }

  /// A transformation as the operation has it: numbers in templates may be texts, and texts numbers.
  private static func transformation(_ value: JSON) -> JSON {
    func text(_ key: String) -> JSON? { value[key].map { .string($0.string ?? $0.text()) } }
    var made = JSONObject()
    made["metricName"] = text("MetricName")
    made["metricNamespace"] = text("MetricNamespace")
    made["metricValue"] = text("MetricValue")
    made["unit"] = text("Unit")
    made["defaultValue"] = value["DefaultValue"].flatMap { given in
      (given.double ?? given.string.flatMap { Double($0) }).map { JSON($0) }
    }
    if let dimensions = value["Dimensions"]?.array {
      made["dimensions"] = .object(
        JSONObject(dimensions.map { ($0["Key"]?.string ?? "", $0["Value"] ?? nil) })
      )
    }
    return .object(made)
  }
}
