internal import AWSClient
internal import AWSWire
internal import Configuration
internal import CustomerBackend
internal import CustomerDomain
internal import Deployment
internal import LocalCloud

extension Launch {
  /// What `doctor` looks over, and the local cloud where that is it.
  ///
  /// - Throws: `ServiceFailure`, `ConfigurationError`.
  func patient(stack: String?) async throws -> (Doctor.Patient, LocalCloudHandle?) {
    switch settings.destination {
    case .localCloud(let folder):
      let cloud = try await openLocalCloud(folder: folder)
      do {
        return (try patient(cloud, stack: stack), cloud)
      } catch {
        await cloud.close()
        throw error
      }
    case .remote(let remote):
      if let cloud = await localCloud(behind: remote) {
        return (try patient(cloud, stack: stack), cloud)
      }
      return (try await patient(remote, stack: stack), nil)
    }
  }

  private func patient(
    _ cloud: LocalCloudHandle,
    stack: String?
  ) throws -> Doctor.Patient {
    let http = counted(transports.client(), by: nil)
    return Doctor.Patient(
      client: try client(of: cloud, over: http),
      http: http,
      apiURL: cloud.apiURL,
      // What the user has set for other tools is what is to be found right or wrong.
      apiKey: APIKey(environment["ROLLCALL_API_KEY"] ?? cloud.apiKey),
      stack: stack ?? DeploymentRequest.stackName(prefix: nil),
      prefix: "",
      outline: try TemplateOutline(yaml: BackendTemplate.yaml),
      isLocal: true,
      timeout: timeout
    )
  }

  private func client(
    of cloud: LocalCloudHandle,
    over http: any HTTPSender
  ) throws(ConfigurationError) -> AWSClient {
    do throws(SettingsError) {
      let endpoint = try Endpoint(cloud.endpoint, source: "the local cloud")
      return AWSClient(
        AWSClient.Configuration(
          region: cloud.region,
          endpoints: try EndpointRules(region: cloud.region, forAll: endpoint),
          credentials: .fixed(cloud.credentials),
          timeouts: HTTPRequest.Timeouts(total: timeout)
        ),
        http: http
      )
    } catch {
      throw ConfigurationError(error)
    }
  }

  private func patient(
    _ remote: Settings.Remote,
    stack: String?
  ) async throws -> Doctor.Patient {
    let aws = try awsSettings(of: remote)
    let http = counted(transports.client(aws.http), by: nil)
    let key = try await apiKey(of: remote).reading()
    return Doctor.Patient(
      client: AWSClient(aws, over: http, timeout: timeout),
      http: http,
      apiURL: remote.apiURL,
      apiKey: key.key,
      apiKeyLack: key.origin.lack,
      stack: stack ?? remote.stack ?? DeploymentRequest.stackName(prefix: remote.namePrefix),
      prefix: remote.namePrefix,
      outline: try TemplateOutline(yaml: BackendTemplate.yaml),
      isLocal: false,
      timeout: timeout
    )
  }
}
