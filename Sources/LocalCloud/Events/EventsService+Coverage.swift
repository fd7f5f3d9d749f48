extension EventsService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] =
    [
      .whole("DeleteRule"), .whole("DescribeRule"), .whole("DisableRule"), .whole("EnableRule"),
      .whole("ListRuleNamesByTarget"), .whole("ListRules"), .whole("ListTagsForResource"),
      .whole("ListTargetsByRule"),
      .partly("PutEvents", "to the default bus; global endpoints are ignored"),
      .partly("PutRule", "on the default bus"),
      .partly(
        "PutTargets",
        "state machines, functions, topics and log groups; dead-letter queues are refused"
      ), .whole("RemoveTargets"), .whole("TagResource"), .whole("TestEventPattern"),
      .whole("UntagResource"),
    ]
    + OperationCoverage.absent([
      "PutPermission", "RemovePermission",
      "event buses, archives, replays, connections, API destinations, endpoints, partner sources",
    ])
}
