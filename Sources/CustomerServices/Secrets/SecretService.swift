package import AWSWire
internal import CustomerDomain
internal import JSONValue

/// Reads secrets of AWS Secrets Manager.
///
/// It must not keep what it reads, nor put any of it into a failure.
package struct SecretService: Sendable {
  private let access: ServiceAccess

  /// Makes a service whose calls `caller` carries.
  package init(caller: any AWSCaller) { access = ServiceAccess(caller: caller, mode: .readOnly) }

  /// The text of a secret.
  ///
  /// - Parameters:
  ///   - id: the secret's ARN.
  ///   - key: which member is wanted of a secret that is a JSON object, as the console makes them;
  ///     `nil` for the whole secret.
  ///   - stage: the label of the version; `nil` for the current one.
  ///   - version: the id of the version; `nil` for the one that the label says.
  /// - Returns: the text.
  /// - Throws: `ServiceFailure`; `CancellationError`.
  package func text(
    of id: String,
    key: String? = nil,
    stage: String? = nil,
    version: String? = nil
  ) async throws -> String {
    var input: JSON = ["SecretId": .string(id)]
    input["VersionStage"] = stage.map(JSON.string)
    input["VersionId"] = version.map(JSON.string)
    let purpose = ServiceAccess.Purpose("read the secret", id)
    let output = try await access.read(.secretsManager, "GetSecretValue", input, for: purpose)
    let text = try SecretService.text(in: output, purpose)
    guard let key else { return text }
    guard let object = try? JSON(parsing: text) else {
      throw SecretService.failure(purpose, "it is no JSON object, so that it has no '\(key)'")
    }
    guard let value = object[key]?.string else {
      throw SecretService.failure(purpose, "it has no text '\(key)'")
    }
    return value
  }

  /// What the service gives as text, or as bytes that are text.
  private static func text(in output: JSON, _ purpose: ServiceAccess.Purpose) throws -> String {
    if let text = output["SecretString"]?.string { return text }
    guard let binary = output["SecretBinary"]?.string else {
      throw ServiceFailure(
        unreadable: "value",
        action: purpose.action,
        resource: purpose.resource
      )
    }
    guard let bytes = Base64.bytes(binary), let text = String(validating: bytes, as: UTF8.self)
    else { throw failure(purpose, "it is not text") }
    return text
  }

  private static func failure(
    _ purpose: ServiceAccess.Purpose,
    _ reason: String
  ) -> ServiceFailure {
    ServiceFailure(
      kind: .badConfiguration,
      action: purpose.action,
      resource: purpose.resource,
      reason: reason
    )
  }
}
