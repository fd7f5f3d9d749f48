package import AWSWire
package import Logging

/// How a local cloud is to be run.
package struct LocalCloudOptions: Sendable {
  /// The data folder.
  package var folder: String
  /// The port; `nil` for the one it had last, or any that is free.
  package var port: Int?
  /// The text of a template of the user's own; `nil` for the last one.
  package var template: String?
  /// The template's parameters; `nil` for the last ones.
  package var parameters: [String: String]?
  /// Whether all data is removed first.
  package var resets = false
  /// The region in ARNs and signatures.
  package var region = LocalCloudOptions.standardRegion
  /// The size in bytes beyond which the oldest log events and ended executions are removed.
  package var largestBytes: Int64 = 2 << 30
  /// How long an owner of the folder that does not answer is waited for, in milliseconds.
  package var patienceMilliseconds: Int64 = 10_000
  /// Where the time comes from.
  package var clock: any WallClock
  /// Where trouble is written.
  package var logger: Logger
  /// What mails are handed to; `nil` where no server is configured.
  package var mail: (any MailSender)?

  /// Makes options for the cloud in `folder`.
  package init(folder: String, clock: any WallClock, logger: Logger) {
    self.folder = folder
    self.clock = clock
    self.logger = logger
  }

  /// The region of the requirements, which the local cloud is in.
  package static let standardRegion = "eu-central-1"

  /// What the local cloud sets of the built-in template's parameters.
  static let parameterDefaults = ["ScheduleEnabled": "true", "ApiAccessLogs": "true"]
}
