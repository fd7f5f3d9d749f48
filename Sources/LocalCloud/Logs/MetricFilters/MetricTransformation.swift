internal import JSONValue

/// How log events that match a filter become samples of a metric.
struct MetricTransformation: Sendable {
  /// The units that a metric may have, in the order in which the service shows them.
  static let units = [
    "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes",
    "Terabytes", "Bits", "Kilobits", "Megabits", "Gigabits", "Terabits", "Percent", "Count",
    "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second", "Terabytes/Second",
    "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second",
    "Count/Second", "None",
  ]
  private static let mostDimensions = 3

  /// Where the sample's value comes from.
  enum Value: Sendable {
    /// The same number for every event.
    case constant(Double)
    /// The number in a field of the event.
    case field(LogFieldSelector)
  }

  /// The namespace that the metric lies in.
  let namespace: String
  /// The metric's name in its namespace.
  let name: String
  /// What one event counts for.
  let value: Value
  /// The value of minutes in which events came and none matched.
  let defaultValue: Double?
  /// The dimensions' names, and where their values come from.
  let dimensions: [(name: String, selector: LogFieldSelector)]
  /// One of `units`; `None` where the transformation says nothing.
  let unit: String
  /// The metric, where it has no dimensions.
  let plainKey: MetricKey

  /// Reads a transformation for events that match `pattern`.
  ///
  /// - Throws: `CloudError` as `PutMetricFilter` answers.
  init(_ input: JSON, pattern: FilterPattern) throws {
    namespace = input["metricNamespace"]?.string ?? ""
    name = input["metricName"]?.string ?? ""
    defaultValue = input["defaultValue"]?.double
    unit = input["unit"]?.string ?? "None"
    plainKey = MetricKey(namespace: namespace, name: name, dimensions: [:])
    let text = input["metricValue"]?.string ?? ""
    if let number = Double(text), number.isFinite {
      value = .constant(number)
    } else {
      guard let selector = pattern.selector(text) else {
        throw LogsError.invalid(
          "Invalid metric transformation: metric value \(text) must be a valid number"
        )
      }
      value = .field(selector)
    }
    let named = input["dimensions"]?.object ?? [:]
    guard named.isEmpty || pattern.hasFields else {
      throw LogsError.invalid("The specified filter pattern does not support dimensions")
    }
    guard named.isEmpty || defaultValue == nil else {
      throw LogsError.invalid(
        "Invalid metric transformation: dimensions and default value are mutually exclusive properties"
      )
    }
    guard named.count <= MetricTransformation.mostDimensions else {
      throw LogsError.invalid(
        "Invalid metric transformation: a metric has at most "
          + "\(MetricTransformation.mostDimensions) dimensions"
      )
    }
    dimensions = try named.map { name, selector in
      guard let found = pattern.selector(selector.string ?? "") else {
        throw LogsError.invalid(
          "Invalid metric transformation: dimension value must be valid selector"
        )
      }
      return (name, found)
    }
  }

  /// The value and the metric that a matching event gives; `nil` where it lacks a field, or the field
  /// is no number.
  func sample(of message: String) -> (key: MetricKey, value: Double)? {
    let number: Double
    switch value {
    case .constant(let constant): number = constant
    case .field(let selector):
      guard let text = selector.value(in: message), let found = Double(text), found.isFinite else {
        return nil
      }
      number = found
    }
    guard !dimensions.isEmpty else { return (plainKey, number) }
    var found: [String: String] = [:]
    for (name, selector) in dimensions {
      guard let value = selector.value(in: message), !value.isEmpty else { return nil }
      found[name] = value
    }
    return (MetricKey(namespace: namespace, name: name, dimensions: found), number)
  }
}
