extension StepFunctionsService {
  /// What there is of Step Functions' operations.
  package static let coverage: [OperationCoverage] =
    [
      .whole("CreateActivity"),
      .partly(
        "CreateStateMachine",
        "Standard workflows in JSONPath without variables; no versions, no distributed Map"
      ), .whole("DeleteActivity"), .whole("DeleteStateMachine"), .whole("DescribeActivity"),
      .whole("DescribeExecution"), .whole("DescribeStateMachine"),
      .whole("DescribeStateMachineForExecution"), .whole("GetActivityTask"),
      .whole("GetExecutionHistory"), .whole("ListActivities"),
      .partly("ListExecutions", "there are no map runs to list by"), .whole("ListStateMachines"),
      .whole("ListTagsForResource"), .whole("RedriveExecution"), .whole("SendTaskFailure"),
      .whole("SendTaskHeartbeat"), .whole("SendTaskSuccess"), .whole("StartExecution"),
      .partly("StartSyncExecution", "there are no Express workflows, so always refused"),
      .whole("StopExecution"), .whole("TagResource"), .whole("UntagResource"),
      .partly("UpdateStateMachine", "no versions"),
      .partly("ValidateStateMachineDefinition", "errors, no warnings"),
    ]
    + OperationCoverage.absent([
      "CreateStateMachineAlias", "DeleteStateMachineAlias", "DeleteStateMachineVersion",
      "DescribeMapRun", "DescribeStateMachineAlias", "ListMapRuns", "ListStateMachineAliases",
      "ListStateMachineVersions", "PublishStateMachineVersion", "TestState", "UpdateMapRun",
      "UpdateStateMachineAlias",
    ])
}
