internal import AWSClient
internal import Configuration

extension Launch {
  /// The REST API's key, where there is one, and where it comes from.
  ///
  /// A variable that is not set is told by the calls that need the key. It cannot change while the
  /// program runs; a file, a command or a secret can, so what is wrong with one is told now and tried again.
  ///
  /// - Throws: `ConfigurationError` that names the context and its source.
  func apiKey(
    of remote: Settings.Remote
  ) async throws(ConfigurationError) -> (secret: String?, origin: APIKeyOrigin) {
    let source = remote.apiKey
    guard let context = remote.apiKeyContext else {
      let secret = try await secrets.key(from: source)
      return (secret?.isEmpty == false ? secret : nil, APIKeyOrigin(source.words))
    }
    func problem(_ reason: String, _ advice: String) -> ConfigurationError {
      ConfigurationError(
        source: "context \(context)",
        reason: "the API key comes from \(source.words): \(reason)",
        advice: advice
      )
    }
    let name = "\(source.words), from which context \(context) takes the API key"
    let secret: String?
    do throws(ConfigurationError) {
      secret = try await secrets.key(from: source)
    } catch {
      throw problem(error.reason, error.advice)
    }
    if let secret, !secret.isEmpty { return (secret, APIKeyOrigin(name)) }
    switch source {
    case .environment(let variable):
      return (
        nil,
        APIKeyOrigin(
          name,
          lack: "\(variable), from which context \(context) takes the API key, is not set; "
            + "set it to the key"
        )
      )
    case .file: throw problem("it is empty", "write the key into it")
    case .command: throw problem("it printed nothing", "have it print the key")
    case .secret: throw problem("it is empty", "make the key its value")
    }
  }
}
