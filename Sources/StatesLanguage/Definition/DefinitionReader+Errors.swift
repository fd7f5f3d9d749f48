internal import JSONValue

extension DefinitionReader {
  /// Reads Retry.
  mutating func retriers(_ fields: Fields) -> [Retrier] {
    list(fields, "Retry").compactMap { entry in
      check(
        entry,
        knows: [
          "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds",
          "JitterStrategy", "Comment",
        ]
      )
      let interval = number(entry, "IntervalSeconds", in: 1...99_999_999) ?? 1
      let longest = number(entry, "MaxDelaySeconds", in: 1...31_622_400)
      if let longest, longest <= interval {
        fault(
          "'MaxDelaySeconds' must be greater than 'IntervalSeconds'",
          at: entry.location + ["MaxDelaySeconds"]
        )
      }
      let rate = entry.object["BackoffRate"].map { $0.double ?? 0 } ?? 2
      if rate < 1 {
        fault(
          "The value for the field 'BackoffRate' must be a number of at least 1.0",
          at: entry.location + ["BackoffRate"]
        )
      }
      let jitter = text(entry, "JitterStrategy")
      if let jitter, jitter != "FULL", jitter != "NONE" {
        fault(
          "The value for the field 'JitterStrategy' must be one of: [FULL, NONE]",
          at: entry.location + ["JitterStrategy"]
        )
      }
      guard let errors = errorNames(entry) else { return nil }
      return Retrier(
        errors: errors,
        interval: interval,
        maxAttempts: number(entry, "MaxAttempts", in: 0...99_999_999) ?? 3,
        backoffRate: rate,
        maxDelay: longest,
        hasFullJitter: jitter == "FULL"
      )
    }
  }

  /// Reads Catch.
  mutating func catchers(_ fields: Fields, targets: [String: Int]) -> [Catcher] {
    list(fields, "Catch").compactMap { entry in
      check(entry, knows: ["ErrorEquals", "ResultPath", "Next", "Comment"])
      let resultPath = resultPath(entry)
      guard entry.has("Next") else {
        fault("These fields are required: [Next]", at: entry.location)
        return nil
      }
      guard let errors = errorNames(entry), let name = text(entry, "Next"),
        let next = target(name, among: targets, field: "Next", at: entry.location + ["Next"])
      else { return nil }
      return Catcher(errors: errors, resultPath: resultPath, next: next)
    }
  }

  private mutating func list(_ fields: Fields, _ name: String) -> [Fields] {
    guard let value = fields.object[name] else { return [] }
    guard let entries = value.array else {
      fault("The value for the field '\(name)' must be an array", at: fields.location + [name])
      return []
    }
    var list: [Fields] = []
    for (index, entry) in entries.enumerated() {
      let location = fields.location + ["\(name)[\(index)]"]
      guard let object = entry.object else {
        fault("An entry of '\(name)' must be an object", at: location)
        continue
      }
      list.append(Fields(object: object, location: location))
      let names = object["ErrorEquals"]?.array ?? []
      if names.contains(.string("States.ALL")), index < entries.count - 1 || names.count > 1 {
        fault("States.ALL must appear alone and in the last entry", at: location + ["ErrorEquals"])
      }
    }
    return list
  }

  private mutating func errorNames(_ entry: Fields) -> [String]? {
    guard let value = entry.object["ErrorEquals"] else {
      fault("These fields are required: [ErrorEquals]", at: entry.location)
      return nil
    }
    let names = value.array?.compactMap(\.string) ?? []
    guard !names.isEmpty, names.count == value.array?.count else {
      fault(
        "The value for the field 'ErrorEquals' must be an array with at least one string",
        at: entry.location + ["ErrorEquals"]
      )
      return nil
    }
    return names
  }
}
