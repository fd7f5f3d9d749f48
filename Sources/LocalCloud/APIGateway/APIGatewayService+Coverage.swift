extension APIGatewayService {
  /// How much of each operation the local cloud has.
  package static let coverage: [OperationCoverage] =
    [
      .whole("GetApiKey"), .whole("GetApiKeys"), .whole("GetDeployment"), .whole("GetDeployments"),
      .whole("GetIntegration"), .whole("GetIntegrationResponse"), .whole("GetMethod"),
      .whole("GetMethodResponse"), .whole("GetResource"),
      .whole("GetResources"), .whole("GetRestApi"),
      .whole("GetRestApis"), .whole("GetStage"),
      .whole("GetStages"), .partly("GetTags", "of APIs, stages, keys and usage plans"),
      .whole("GetUsagePlan"), .whole("GetUsagePlanKey"),
      .whole("GetUsagePlanKeys"), .whole("GetUsagePlans"),
    ]
    + OperationCoverage.absent([
      "operations that make, change or delete",
      "authorizers, models, validators, domain names, VPC links, documentation, exports, usage",
    ])
}
