internal import AWSWire
internal import Configuration
internal import CustomerDomain
internal import LocalCloud

extension Launch {
  /// The local cloud's folder, for commands that are about nothing else.
  var localCloudFolder: String {
    // AWS_ENDPOINT_URL and ROLLCALL_API_URL are what `env` itself leaves behind in a shell.
    guard case .localCloud(let folder) = settings.destination else {
      return paths.localCloudFolder
    }
    return folder
  }

  /// How `rollcall local` wants the cloud to be run, where it does not run yet.
  struct CloudWishes: Sendable {
    /// The port; 0 for any that is free.
    var port: Int?
    /// The file of a template of the user's own.
    var templateFile: String?
    /// The template's parameters.
    var parameters: [String: String]?
    /// Whether all data is removed first.
    var resets = false

    /// Whether the cloud may be as it is.
    var isEmpty: Bool { port == nil && templateFile == nil && parameters == nil && !resets }
  }

  /// Connects to the local cloud on a folder, and starts it where it does not run.
  ///
  /// - Throws: `ServiceFailure`.
  func openLocalCloud(
    folder: String,
    wishes: CloudWishes = CloudWishes()
  ) async throws -> LocalCloudHandle {
    var options = localCloudOptions(folder: folder)
    options.port = wishes.port
    options.template = try wishes.templateFile.map(Launch.template)
    options.parameters = wishes.parameters
    options.resets = wishes.resets
    do {
      return try await LocalCloudHost.open(options)
    } catch {
      throw ServiceFailure(
        openingLocalCloud: error,
        folder: folder,
        isNamed: flags.dataFolder != nil,
        templateFile: wishes.templateFile
      )
    }
  }

  /// The local cloud that runs on a folder already; `nil` where none does.
  ///
  /// - Throws: `ServiceFailure`.
  func runningLocalCloud(folder: String) async throws -> LocalCloudHandle? {
    do {
      return try await LocalCloudHost.running(localCloudOptions(folder: folder))
    } catch {
      throw ServiceFailure(
        openingLocalCloud: error,
        folder: folder,
        isNamed: flags.dataFolder != nil
      )
    }
  }

  /// How the local cloud on a folder is run; whoever holds the folder and does not answer is waited
  /// for no longer than a call may take.
  func localCloudOptions(folder: String) -> LocalCloudOptions {
    var options = LocalCloudOptions(
      folder: folder,
      clock: SystemWallClock(),
      logger: logger("local-cloud")
    )
    options.patienceMilliseconds = min(
      options.patienceMilliseconds,
      max(1, Int64(timeout / .milliseconds(1)))
    )
    options.mail = settings.mail.map { SMTPMailer($0, keys: secrets) }
    return options
  }

  private static func template(_ path: String) throws -> String {
    guard let text = try text(of: path) else {
      throw ServiceFailure(
        kind: .badConfiguration,
        action: "read template",
        resource: path,
        reason: "no such file",
        advice: "'rollcall template' prints the built-in one to begin with"
      )
    }
    return text
  }
}
