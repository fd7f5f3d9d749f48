extension DynamoDBService {
  /// What there is of DynamoDB's operations.
  package static let coverage: [OperationCoverage] =
    [
      .whole("BatchGetItem"), .whole("BatchWriteItem"),
      .partly(
        "CreateTable",
        "secondary indexes and streams are refused, encryption settings are not kept"
      ), .whole("DeleteItem"), .whole("DeleteTable"),
      .partly("DescribeContinuousBackups", "there are no backups, so always disabled"),
      .whole("DescribeTable"),
      .partly("DescribeTimeToLive", "items never expire, so always disabled"), .whole("GetItem"),
      .whole("ListTables"), .whole("ListTagsOfResource"), .whole("PutItem"),
      .partly("Query", "of tables, as there are no indexes"),
      .partly("Scan", "of tables, as there are no indexes"), .whole("TagResource"),
      .whole("TransactGetItems"), .whole("TransactWriteItems"), .whole("UntagResource"),
      .whole("UpdateItem"),
      .partly("UpdateTable", "billing mode, throughput, class and protection"),
    ]
    + OperationCoverage.absent([
      "BatchExecuteStatement", "CreateBackup", "CreateGlobalTable", "DeleteBackup",
      "DeleteResourcePolicy", "DescribeBackup", "DescribeContributorInsights",
      "DescribeEndpoints", "DescribeExport", "DescribeGlobalTable",
      "DescribeGlobalTableSettings", "DescribeImport", "DescribeKinesisStreamingDestination",
      "DescribeLimits", "DescribeTableReplicaAutoScaling",
      "DisableKinesisStreamingDestination", "EnableKinesisStreamingDestination",
      "ExecuteStatement", "ExecuteTransaction", "ExportTableToPointInTime",
      "GetResourcePolicy", "ImportTable", "ListBackups", "ListContributorInsights",
      "ListExports", "ListGlobalTables", "ListImports", "PutResourcePolicy",
      "RestoreTableFromBackup", "RestoreTableToPointInTime", "UpdateContinuousBackups",
      "UpdateContributorInsights", "UpdateGlobalTable", "UpdateGlobalTableSettings",
      "UpdateKinesisStreamingDestination", "UpdateTableReplicaAutoScaling",
      "UpdateTimeToLive",
    ])
}
