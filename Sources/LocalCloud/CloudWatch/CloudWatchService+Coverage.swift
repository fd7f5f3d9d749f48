extension CloudWatchService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] =
    [
      .whole("DeleteAlarms"), .whole("DescribeAlarmHistory"), .whole("DescribeAlarms"),
      .whole("DescribeAlarmsForMetric"), .whole("DisableAlarmActions"),
      .whole("EnableAlarmActions"),
      .partly(
        "GetMetricData",
        "metric math but for SEARCH, ANOMALY_DETECTION_BAND, INSIGHT_RULE_METRIC, SERVICE_QUOTA, "
          + "LAMBDA and DB_PERF_INSIGHTS; no Metrics Insights queries"
      ), .whole("GetMetricStatistics"), .partly("ListMetrics", "one account"),
      .partly("ListTagsForResource", "of alarms"),
      .partly("PutCompositeAlarm", "actions that are topics are taken, others fail"),
      .partly(
        "PutMetricAlarm",
        "no anomaly detection, Metrics Insights or PromQL; actions that are topics are taken, others "
          + "fail"
      ), .partly("PutMetricData", "entities are ignored"), .whole("SetAlarmState"),
      .partly("TagResource", "of alarms"), .partly("UntagResource", "of alarms"),
    ]
    + OperationCoverage.absent([
      "DeleteAlarmMuteRule", "DeleteAnomalyDetector", "DeleteDashboards", "DeleteInsightRules",
      "DeleteMetricStream", "DescribeAlarmContributors", "DescribeAnomalyDetectors",
      "DescribeInsightRules", "DisableInsightRules", "EnableInsightRules", "GetAlarmMuteRule",
      "GetDashboard", "GetInsightRuleReport", "GetMetricStream", "GetMetricWidgetImage",
      "GetOTelEnrichment", "ListAlarmMuteRules", "ListDashboards", "ListManagedInsightRules",
      "ListMetricStreams", "PutAlarmMuteRule", "PutAnomalyDetector", "PutDashboard",
      "PutInsightRule", "PutManagedInsightRules", "PutMetricStream", "StartMetricStreams",
      "StartOTelEnrichment", "StopMetricStreams", "StopOTelEnrichment",
    ])
}
