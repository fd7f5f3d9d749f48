internal import AWSWire
internal import JSONValue

/// A stage under which an API is served; shared by all its requests, and never changed.
final class RestStage: Sendable {
  /// The name, which paths begin with.
  let name: String
  /// The API that it serves.
  let api: RestAPI
  /// The id of the deployment that it shows.
  let deploymentID: String
  /// The description; empty where the template gives none.
  let summary: String
  /// The stage variables, which functions get with each event.
  let variables: [String: String]
  /// The group of its access log, where it has one.
  let accessLogGroup: String?
  /// How a line of the access log is written, where it has one.
  let accessLogFormat: AccessLogFormat?
  /// The throttle of the whole stage, where it has one.
  let rate: Double?
  /// How many requests may come at once; `nil` where that is the same as `rate`.
  let burst: Double?
  /// When it was made; `nil` where that is not known.
  let created: Instant?
  /// When it was last changed; `nil` where that is not known.
  let changed: Instant?
  /// The stage as the template has it.
  let properties: JSON
  /// The tags that the template gives it.
  let tags: JSONObject
  /// What its requests are counted with.
  let metrics: StageMetrics

  /// Makes a stage and names its metrics.
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
    changed: Instant? = nil,
    properties: JSON = [:],
    tags: JSONObject = [:]
  ) {
    (self.name, self.api, self.deploymentID) = (name, api, deploymentID)
    (self.summary, self.variables) = (summary, variables)
    (self.accessLogGroup, self.accessLogFormat) = (accessLogGroup, accessLogFormat)
    (self.rate, self.burst) = (rate, burst)
    (self.created, self.changed) = (created, changed)
    (self.properties, self.tags) = (properties, tags)
    metrics = StageMetrics(api: api.name, stage: name)
  }
}
