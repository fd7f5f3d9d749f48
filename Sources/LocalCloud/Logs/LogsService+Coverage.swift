extension LogsService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] = [
    .init(name: "CreateLogGroup", extent: .partly("keys and deletion protection are refused")),
    .init(name: "CreateLogStream", extent: .whole),
    .init(name: "DeleteLogGroup", extent: .whole),
    .init(name: "DeleteLogStream", extent: .whole),
    .init(name: "DeleteMetricFilter", extent: .whole),
    .init(name: "DeleteRetentionPolicy", extent: .whole),
    .init(name: "DescribeLogGroups", extent: .partly("one account")),
    .init(name: "DescribeLogStreams", extent: .whole),
    .init(name: "DescribeMetricFilters", extent: .whole),
    .init(name: "FilterLogEvents", extent: .whole),
    .init(name: "GetLogEvents", extent: .whole),
    .init(name: "ListTagsForResource", extent: .whole),
    .init(name: "PutLogEvents", extent: .partly("entities are ignored")),
    .init(
      name: "PutMetricFilter",
      extent: .partly("there are no log transformers and no system fields")
    ),
    .init(name: "PutRetentionPolicy", extent: .whole),
    .init(name: "StartLiveTail", extent: .whole),
    .init(name: "TagResource", extent: .whole),
    .init(name: "TestMetricFilter", extent: .whole),
    .init(name: "UntagResource", extent: .whole),
    .init(name: "queries, subscription filters, deliveries, exports, keys", extent: .absent),
  ]
}
