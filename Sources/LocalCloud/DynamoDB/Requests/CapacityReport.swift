internal import JSONValue

/// What an answer says of the capacity that a call took, where it was asked to.
///
/// Tables here are never throttled; the figures are those that AWS would bill.
struct CapacityReport: Sendable {
  /// What capacity is used for.
  enum Use: Sendable {
    /// Reads, in units of 4 KB, and writes, in units of 1 KB.
    case read, write
  }

  private let detail: String
  private let use: Use
  private let meter: TableMeter?

  /// Reads what the input asks for; `meter` counts whether or not it is asked.
  init(_ input: CallInput, of use: Use, _ meter: TableMeter?) {
    detail = input.text(optional: "ReturnConsumedCapacity") ?? "NONE"
    (self.use, self.meter) = (use, meter)
  }

  /// Whether anything is to be said.
  var isWanted: Bool { detail != "NONE" }

  /// The units that reading `bytes` takes.
  static func reading(_ bytes: Int, isConsistent: Bool) -> Double {
    Double(max(1, (bytes + 4095) / 4096)) * (isConsistent ? 1 : 0.5)
  }

  /// The units that writing takes: by the larger of what was there and what is there now.
  static func writing(old: JSON?, new: JSON?) -> Double {
    let bytes = max(old.map(ItemSize.bytes) ?? 0, new.map(ItemSize.bytes) ?? 0)
    return Double(max(1, (bytes + 1023) / 1024))
  }

  /// What is said of one table; `kind` is `Read` or `Write` where both must be told apart.
  func entry(_ table: String, _ units: Double, kind: String? = nil) -> JSON {
    let number = JSON.number(JSONNumber(units))
    var figures: JSONObject = ["CapacityUnits": number]
    if let kind { figures["\(kind)CapacityUnits"] = number }
    var entry = JSONObject([("TableName", .string(table))]).merging(figures)
    if detail == "INDEXES" { entry["Table"] = .object(figures) }
    return .object(entry)
  }

  /// The answer with what is said of its one table.
  func added(to output: JSONObject, _ table: String, _ units: @autoclosure () -> Double) -> JSON {
    guard isWanted || meter != nil else { return .object(output) }
    let taken = units()
    meter?.consume(use, of: table, taken)
    guard isWanted else { return .object(output) }
    var copy = output
    copy["ConsumedCapacity"] = entry(table, taken)
    return .object(copy)
  }

  /// The answer with what is said of several tables.
  func added(to output: JSONObject, _ units: [(table: String, units: Double)], kind: String? = nil)
    -> JSON
  {
    for (table, taken) in units { meter?.consume(use, of: table, taken) }
    guard isWanted else { return .object(output) }
    var copy = output
    copy["ConsumedCapacity"] = .array(units.map { entry($0.table, $0.units, kind: kind) })
    return .object(copy)
  }
}
