internal import AWSClient
internal import Configuration

extension Launch {
  /// The REST API's key, which is read where a call needs it; what is wrong with its source is told
  /// by those calls.
  ///
  /// - Parameters:
  ///   - remote: says where the key comes from.
  ///   - standard: the key where nothing names another one, and nothing is wrong.
  /// - Returns: the key, not read yet.
  func apiKey(of remote: Settings.Remote, orElse standard: APIKey? = nil) -> KeptAPIKey {
    KeptAPIKey { [self] in
      do throws(ConfigurationError) {
        let (secret, origin) = try await readAPIKey(of: remote)
        let key = secret.map { APIKey($0) } ?? (origin.lack == nil ? standard : nil)
        return KeptAPIKey.Reading(key: key, origin: origin)
      } catch {
        let origin = APIKeyOrigin(remote.apiKey.words, lack: error.description)
        return KeptAPIKey.Reading(key: nil, origin: origin)
      }
    }
  }

  /// Reads the key now.
  ///
  /// - Throws: `ConfigurationError` that names the context and its source.
  private func readAPIKey(
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
