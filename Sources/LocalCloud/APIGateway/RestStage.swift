internal import AWSWire

/// A stage under which an API is served; shared by all its requests, and never changed.
final class RestStage: Sendable {
  let name: String
  let api: RestAPI
  let deploymentID: String
  let summary: String
  let variables: [String: String]
  /// The group of its access log, where it has one.
  let accessLogGroup: String?
  let accessLogFormat: AccessLogFormat?
  /// The throttle of the whole stage, where it has one.
  let rate: Double?
  let burst: Double?
  let created: Instant?
  let changed: Instant?
  let metrics: StageMetrics

  init(
    name: String,
    api: RestAPI,
    deploymentID: String,
    summary: String,
    variables: [String: String],
    accessLogGroup: String?,
    accessLogFormat: AccessLogFormat?,
    rate: Double?,
    burst: Double?,
    created: Instant? = nil,
    changed: Instant? = nil
  ) {
    (self.name, self.api, self.deploymentID) = (name, api, deploymentID)
    (self.summary, self.variables) = (summary, variables)
    (self.accessLogGroup, self.accessLogFormat) = (accessLogGroup, accessLogFormat)
    (self.rate, self.burst) = (rate, burst)
    (self.created, self.changed) = (created, changed)
    metrics = StageMetrics(api: api.name, stage: name)
  }
}
