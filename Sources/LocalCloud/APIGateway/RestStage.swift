/// A stage under which an API is served.
struct RestStage: Sendable {
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
}
