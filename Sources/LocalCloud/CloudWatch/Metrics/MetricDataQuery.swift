internal import JSONValue

/// One statistic of one metric, as queries and alarms name it.
struct MetricSelection: Hashable, Sendable {
  /// The namespace, name and dimensions.
  let key: MetricKey
  /// What is worked out of the samples of each period.
  let statistic: MetricStatistic
  /// In seconds.
  let period: Int
  /// The only unit whose samples count, where there is one.
  let unit: String?
}

/// One element of `MetricDataQueries`, checked.
struct MetricDataQuery: Sendable {
  /// Where its points come from.
  enum Source: Sendable {
    /// A `MetricStat`: points that are kept.
    case metric(MetricSelection)
    /// Metric math on what other queries give.
    case expression(MathExpression)
  }

  /// A small letter, then letters, digits and `_`; expressions name the query by it.
  let id: String
  /// Exactly one of `MetricStat` and `Expression`.
  let source: Source
  /// As it was given, with `${…}` not yet filled in; `nil` where there is none.
  let label: String?
  /// Whether the answer has its points; others serve expressions only.
  let returnsData: Bool
  /// The period that an expression names, in seconds.
  let period: Int?

  /// Reads an element.
  ///
  /// - Parameters:
  ///   - json: its members.
  ///   - path: where it is in the request, such as `MetricDataQueries.member.1.`.
  /// - Throws: `CloudError` as CloudWatch refuses it.
  init(_ json: JSON, path: String) throws {
    let input = CallInput(json, code: "ValidationError")
    guard let id = input.text(optional: "Id"), !id.isEmpty else {
      throw CloudWatchError.validation("The parameter \(path)Id is required.\n")
    }
    guard MetricDataQuery.isID(id) else {
      throw CloudWatchError.validation(
        "The value \(id) for parameter \(path)Id is not matching the expected pattern "
          + "^[a-z][a-zA-Z0-9_]*$.\n"
      )
    }
    self.id = id
    label = input.text(optional: "Label")
    returnsData = input.bool("ReturnData") ?? true
    period = try MetricDataQuery.period(input, path: path)
    switch (json["MetricStat"], input.text(optional: "Expression")) {
    case (.some, .some):
      throw CloudWatchError.validation(
        "The parameters \(path)Expression and \(path)MetricStat are mutually exclusive and you have "
          + "specified both.\n"
      )
    case (nil, nil):
      throw CloudWatchError.validation("The parameter \(path)MetricStat is required.\n")
    case (let stat?, nil):
      source = .metric(try MetricDataQuery.selection(stat, path: "\(path)MetricStat."))
    case (nil, let text?):
      source = .expression(try MetricDataQuery.expression(text, of: id))
    }
  }

  private static func isID(_ id: String) -> Bool {
    guard let first = id.utf8.first, (97...122).contains(first) else { return false }
    return id.utf8.count <= 255
      && id.utf8.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 95
      }
  }

  private static func period(_ input: CallInput, path: String) throws -> Int? {
    guard let period = try input.int("Period", in: Int.min...Int.max) else { return nil }
    guard MetricWindow.isPeriod(period) else {
      throw CloudWatchError.validation(CloudWatchError.period("\(path)Period").message)
    }
    return period
  }

  private static func selection(_ json: JSON, path: String) throws -> MetricSelection {
    let input = CallInput(json, code: "ValidationError")
    do {
      let metric = CallInput(json["Metric"] ?? [:], code: "ValidationError")
      let key = try MetricKey(metric, path: "\(path)Metric.")
      guard let period = try period(input, path: path) else {
        throw CloudWatchError.missing("\(path)Period")
      }
      guard let name = input.text(optional: "Stat") else {
        throw CloudWatchError.missing("\(path)Stat")
      }
      guard let statistic = MetricStatistic(name) else {
        throw CloudWatchError.invalid(
          "The value \(name) for parameter \(path)Stat is not supported."
        )
      }
      let unit = input.text(optional: "Unit")
      if let unit, !MetricUnit.has(unit) {
        throw CloudWatchError.notInSet("\(path)Unit", MetricUnit.all)
      }
      return MetricSelection(key: key, statistic: statistic, period: period, unit: unit)
    } catch let error as CloudError {
      throw CloudWatchError.validation(error.message)
    }
  }

  private static func expression(_ text: String, of id: String) throws -> MathExpression {
    guard text.utf8.count <= 2048 else {
      throw CloudWatchError.expression(id, "The expression has more than 2048 characters")
    }
    let start = text.prefix { $0 == " " || $0 == "\n" }.count
    guard !text.dropFirst(start).uppercased().hasPrefix("SELECT ") else {
      throw CloudWatchError.expression(
        id,
        "Metrics Insights queries are not supported by the local cloud"
      )
    }
    do {
      return try MathParser.parse(text)
    } catch {
      throw CloudWatchError.expression(id, error.problem)
    }
  }
}
