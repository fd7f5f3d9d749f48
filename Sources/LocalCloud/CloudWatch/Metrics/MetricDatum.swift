internal import AWSWire
internal import JSONValue

/// One datum of `PutMetricData`, checked: where its samples go and what they are.
struct MetricDatum: Sendable {
  /// Values are refused beyond it: 2 to the power of 360.
  private static let largest = 0x1p360
  private static let mostValues = 150
  private static let past: Int64 = 14 * 86_400_000
  private static let future: Int64 = 2 * 3_600_000

  /// The metric, the minute or second, and the unit that the samples go to.
  let slot: MetricIntake.Slot
  /// The samples, whether given as a value, a list of values or a statistic set.
  let statistics: MetricStatistics

  /// Reads a datum.
  ///
  /// - Parameters:
  ///   - json: its members.
  ///   - namespace: the namespace of all data of the call.
  ///   - path: where it is in the request, with a dot at its end.
  ///   - now: the moment it counts for where it has no time of its own.
  /// - Throws: `CloudError` as CloudWatch refuses it.
  init(_ json: JSON, namespace: String, path: String, now: Instant) throws {
    let input = CallInput(json, code: "ValidationError")
    let key = try MetricKey(input, namespace: namespace, path: path)
    let unit = input.text(optional: "Unit") ?? "None"
    guard MetricUnit.has(unit) else {
      throw CloudWatchError.notInSet("\(path)Unit", MetricUnit.all)
    }
    let resolution = try MetricDatum.resolution(input, path)
    let time = try MetricDatum.time(input, path, now)
    let second = time.milliseconds / 1000
    slot = MetricIntake.Slot(metric: key, second: second - second % resolution, unit: unit)
    statistics = try MetricDatum.statistics(input, path)
  }

  private static func resolution(_ input: CallInput, _ path: String) throws -> Int64 {
    guard input.has("StorageResolution") else { return 60 }
    guard let resolution = try input.int("StorageResolution", in: Int.min...Int.max),
      resolution == 1 || resolution == 60
    else { throw CloudWatchError.notInSet("\(path)StorageResolution", ["1", "60"]) }
    return Int64(resolution)
  }

  private static func time(_ input: CallInput, _ path: String, _ now: Instant) throws -> Instant {
    guard input.has("Timestamp") else { return now }
    guard let time = input.moment("Timestamp") else {
      throw CloudWatchError.invalid("The parameter \(path)Timestamp is not a timestamp.")
    }
    guard now - time <= past else {
      throw CloudWatchError.invalid(
        "The parameter \(path)Timestamp must specify a time within the past two weeks."
      )
    }
    guard time - now <= future else {
      throw CloudWatchError.invalid(
        "The parameter \(path)Timestamp must specify a time no more than two hours in the future."
      )
    }
    return time
  }

  private static func statistics(_ input: CallInput, _ path: String) throws -> MetricStatistics {
    let given = ["Value", "StatisticValues", "Values"].filter(input.has)
    guard let first = given.first else {
      throw CloudWatchError.combination("At least one of the parameters must be specified.")
    }
    if let second = given.dropFirst().first {
      throw CloudWatchError.combination(
        "The parameters \(path)\(first) and \(path)\(second) are mutually exclusive and you have "
          + "specified both."
      )
    }
    switch first {
    case "Value":
      return MetricStatistics(try number(input.json["Value"], "\(path)Value"))
    case "Values": return try values(input, path)
    default:
      return try set(
        CallInput(input.json["StatisticValues"] ?? [:], code: input.code),
        "\(path)StatisticValues."
      )
    }
  }

  private static func set(_ input: CallInput, _ path: String) throws -> MetricStatistics {
    let numbers = try ["SampleCount", "Sum", "Minimum", "Maximum"].map { name in
      guard input.has(name) else { throw CloudWatchError.missing(path + name) }
      return try number(input.json[name], path + name)
    }
    let (count, sum, low, high) = (numbers[0], numbers[1], numbers[2], numbers[3])
    guard count >= 0 else {
      throw CloudWatchError.invalid("The parameter \(path)SampleCount must not be negative.")
    }
    guard low <= high else {
      throw CloudWatchError.combination(
        "The parameter \(path)Maximum must be greater than \(path)Minimum."
      )
    }
    return MetricStatistics(count: count, sum: sum, minimum: low, maximum: high)
  }

  private static func values(_ input: CallInput, _ path: String) throws -> MetricStatistics {
    let (list, counts) = (input.list("Values"), input.list("Counts"))
    guard list.count <= mostValues else {
      throw CloudWatchError.tooMany("\(path)Values", mostValues)
    }
    guard !list.isEmpty else {
      throw CloudWatchError.combination("At least one of the parameters must be specified.")
    }
    guard counts.isEmpty || counts.count == list.count else {
      throw CloudWatchError.invalid(
        "The parameters \(path)Values and \(path)Counts must be of the same size."
      )
    }
    var merged: MetricStatistics?
    for (index, value) in list.enumerated() {
      let place = "member.\(index + 1)"
      let value = try number(value, "\(path)Values.\(place)")
      let count =
        counts.isEmpty ? 1 : try number(counts[index], "\(path)Counts.\(place)")
      guard count >= 0 else {
        throw CloudWatchError.invalid(
          "The value \(count) for parameter \(path)Counts.\(place) is invalid."
        )
      }
      let samples = MetricStatistics(value, times: count)
      if merged?.merge(samples) == nil { merged = samples }
    }
    return merged ?? MetricStatistics(0, times: 0)
  }

  private static func number(_ value: JSON?, _ parameter: String) throws -> Double {
    guard let value, let number = value.double ?? value.string.flatMap(Double.init),
      abs(number) <= largest
    else {
      throw CloudWatchError.invalid(
        "The value \(value?.string ?? value?.text() ?? "") for parameter \(parameter) is invalid."
      )
    }
    return number
  }
}
