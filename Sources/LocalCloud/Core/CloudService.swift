package import AWSWire
package import JSONValue

/// One emulated service: a folder of this room with routes, operations, store and errors.
///
/// A service owns its tables and its rules and reaches the others only through the small protocols
/// in `CloudPorts.swift`; it knows neither HTTP nor signatures nor the dashboard.
package protocol CloudService: Sendable {
  /// Which service this is.
  var service: AWSService { get }

  /// Runs one operation and returns its output.
  ///
  /// - Throws: `CloudError` as the service would answer.
  func perform(_ operation: String, _ input: JSON, _ context: CallContext) async throws -> JSON

  /// Takes up what was under way when the cloud last ended: due waits, evaluations, schedules.
  func resume() async throws

  /// Removes some of the oldest of what is kept only to be looked back at, and tells how many things
  /// that were; 0 where nothing of the kind is left.
  func shed() async throws -> Int

  /// Drops what is under way, which the next start takes up; called when the cloud ends.
  func halt() async

  /// Whether nothing that a call has set off is still under way; an orderly end waits for it.
  var isIdle: Bool { get async }
}

extension CloudService {
  /// Nothing to take up.
  package func resume() async throws {}

  /// Nothing to remove.
  package func shed() async throws -> Int { 0 }

  /// Nothing to drop.
  package func halt() async {}

  /// Nothing under way.
  package var isIdle: Bool { get async { true } }
}

/// Who calls, when, and under which request id.
package struct CallContext: Sendable {
  /// The id that the answer carries as `x-amzn-RequestId`.
  package var requestID: String
  /// When the call came in.
  package var now: Instant
  /// The access key that signed the call; `nil` for calls from inside the cloud.
  package var accessKeyID: String?
  /// The ARN of the caller, where it is not the cloud's owner.
  package var callerARN: String?

  /// Makes a context.
  package init(
    requestID: String,
    now: Instant,
    accessKeyID: String? = nil,
    callerARN: String? = nil
  ) {
    self.requestID = requestID
    self.now = now
    self.accessKeyID = accessKeyID
    self.callerARN = callerARN
  }
}

/// An error as a service puts it on the wire.
package struct CloudError: Error, Hashable, Sendable {
  /// The service's code, such as `ResourceNotFoundException`.
  package var code: String
  /// The service's sentence.
  package var message: String
  /// The HTTP status.
  package var status: Int
  /// Further members of the error's body, such as `CancellationReasons`.
  package var members: JSONObject

  /// Makes an error; most of them are answered with status 400.
  package init(
    _ code: String,
    _ message: String,
    status: Int = 400,
    members: JSONObject = [:]
  ) {
    self.code = code
    self.message = message
    self.status = status
    self.members = members
  }
}

/// The names under which the cloud's resources are known.
package struct CloudIdentity: Hashable, Sendable {
  /// The partition in ARNs.
  package var partition: String
  /// The region in ARNs and signatures.
  package var region: String
  /// The account in ARNs; twelve digits.
  package var accountID: String

  /// Makes an identity; the local cloud's account is all zeros.
  package init(
    region: String,
    accountID: String = "000000000000",
    partition: String = "aws"
  ) {
    self.partition = partition
    self.region = region
    self.accountID = accountID
  }

  /// The ARN of a resource of `service`, such as `arn:aws:sns:eu-central-1:000000000000:alerts`.
  package func arn(_ service: String, _ resource: String) -> String {
    "arn:\(partition):\(service):\(region):\(accountID):\(resource)"
  }
}
