internal import JSONValue

/// A page of a query or a scan as it was asked for, checked as far as that goes without its table.
struct PlannedPage: Sendable {
  /// The condition on keys of a query; `nil` for a scan.
  private(set) var keys: KeyCondition?
  /// What an item that was looked at must meet to be given out; `nil` for nothing.
  let filter: ConditionExpression?
  /// What of each item is shown; `nil` for all of it.
  let projection: Projection?
  /// How many items may be looked at.
  let limit: Int
  /// The key after which the page begins.
  let start: JSON?
  /// Whether a query's range keys ascend; scans do not heed it.
  let isForward: Bool
  /// Whether the items are counted only, and none is given out.
  let isCountOnly: Bool
  /// Which part of a table a parallel scan looks at.
  let segment: (index: Int, of: Int)?
  private let filterName: String

  /// Reads a query.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(query input: CallInput) throws {
    guard input.has("KeyConditions") || input.has("KeyConditionExpression") else {
      try PlannedPage.checkSelect(input)
      throw DynamoDBError.validation(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
          + "request."
      )
    }
    var legacy = ["AttributesToGet", "QueryFilter", "ConditionalOperator"]
    if input.has("KeyConditionExpression") { legacy.append("KeyConditions") }
    var names = try ExpressionNames(
      input,
      expressions: ["ProjectionExpression", "FilterExpression", "KeyConditionExpression"],
      legacy: legacy
    )
    let condition = try names.condition(input, "KeyConditionExpression")
    try self.init(input, &names, filter: "QueryFilter")
    if let condition {
      keys = try KeyCondition(condition)
    } else {
      keys = try KeyCondition(legacy: input.json["KeyConditions"] ?? [:])
    }
  }

  /// Reads a scan.
  ///
  /// - Throws: `CloudError` where something of it is wrong.
  init(scan input: CallInput) throws {
    var names = try ExpressionNames(
      input,
      expressions: ["ProjectionExpression", "FilterExpression"],
      legacy: ["AttributesToGet", "ScanFilter", "ConditionalOperator"]
    )
    try self.init(input, &names, filter: "ScanFilter")
  }

  private init(_ input: CallInput, _ names: inout ExpressionNames, filter key: String) throws {

    let oldProjection = try LegacyConditions.projection(input)
    let oldFilter = try LegacyConditions.filter(input, key)
    start = try input.json["ExclusiveStartKey"].map { given in
      do {
        return try AttributeValue.checked(item: given)
      } catch let error as CloudError {
        throw DynamoDBError.validation(
          "The provided starting key is invalid: \(error.message)"
        )
      }
    }
    segment = try PlannedPage.segment(input)
    filter = try names.condition(input, "FilterExpression") ?? oldFilter
    filterName = oldFilter == nil ? "Filter Expression" : key
    projection = try names.projection(input) ?? oldProjection
    try names.checkAllUsed()
    try PlannedPage.checkSelect(input)
    limit = input.json["Limit"]?.int ?? Int.max
    isForward = input.bool("ScanIndexForward") ?? true
    isCountOnly = input.text(optional: "Select") == "COUNT"
  }

  private static func segment(_ input: CallInput) throws -> (index: Int, of: Int)? {
    let (index, count) = (input.json["Segment"]?.int, input.json["TotalSegments"]?.int)
    guard let count else {
      guard index == nil else {
        throw DynamoDBError.validation(
          "The TotalSegments parameter is required but was not present in the request when Segment "
            + "parameter is present"
        )
      }
      return nil
    }
    guard let index else {
      throw DynamoDBError.validation(
        "The Segment parameter is required but was not present in the request when parameter "
          + "TotalSegments is present"
      )
    }
    guard index < count else {
      throw DynamoDBError.validation(
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
          + "Segment: \(index) is not less than TotalSegments: \(count)"
      )
    }
    return (index, count)
  }

  private static func checkSelect(_ input: CallInput) throws {
    guard let select = input.text(optional: "Select") else { return }
    let given = ["ProjectionExpression", "AttributesToGet"].first(where: input.has)
    switch select {
    case "SPECIFIC_ATTRIBUTES":
      guard given == nil else { return }
      throw DynamoDBError.invalidParameter(
        "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
          + "SPECIFIC_ATTRIBUTES"
      )
    case "ALL_PROJECTED_ATTRIBUTES" where !input.has("IndexName"):
      throw DynamoDBError.invalidParameter(
        "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
      )
    default:
      guard let given else { return }
      if given == "ProjectionExpression" {
        throw DynamoDBError.validation(
          "Cannot specify the ProjectionExpression when choosing to get "
            + (select == "COUNT" ? "only the Count" : select)
        )
      }
      throw DynamoDBError.validation(
        "Cannot specify the AttributesToGet when choosing to get "
          + (select == "COUNT" ? "only the Count" : select)
      )
    }
  }

  /// Refuses paths and filters that the table's keys do not allow.
  ///
  /// - Throws: `CloudError` that names the key.
  func check(on table: TableSchema) throws {
    try table.checkNesting((projection?.paths ?? []) + (filter?.paths ?? []))
    guard keys != nil, let filter else { return }
    let names = Set(filter.paths.map(\.name))
    if let key = table.keyNames.first(where: { names.contains($0) }) {
      throw DynamoDBError.validation(
        "\(filterName) can only contain non-primary key attributes: Primary key attribute: \(key)"
      )
    }
  }
}
