internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import Glibc
internal import JSONValue
internal import LocalCloud
internal import Terminal

/// `rollcall env`: how other tools reach the local cloud.
struct EnvCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "env",
    abstract: "Print shell exports for aws, boto3 and curl.",
    discussion: """
      eval "$(rollcall env)" lets other tools use the local cloud that is running. After -- it runs a \
      command with them instead, and the local cloud for as long where none is running.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(parsing: .postTerminator, help: "A command and its arguments.")
  var command: [String] = []

  func run() async throws {
    let launch = try Launch(
      global.connection,
      timeout: global.timeLimit,
      environment: ProcessEnvironment.current
    )
    try launch.requireLocalCloud("env")
    let folder = launch.localCloudFolder
    if command.isEmpty {
      guard let cloud = try await launch.runningLocalCloud(folder: folder) else {
        throw ServiceFailure(
          kind: .unavailable,
          action: "env",
          reason: "no local cloud is running on \(folder)",
          advice: "start one with 'rollcall local', or say 'rollcall env -- COMMAND'"
        )
      }
      let variables = EnvCommand.variables(of: cloud)
      try Printer(isJSON: global.connection.isJSON).document(
        .object(JSONObject(variables.map { ($0.name, JSON.string($0.value)) })),
        text: variables.map { "export \($0.name)=\($0.value)" }
      )
    } else {
      let cloud = try await launch.openLocalCloud(folder: folder)
      var environment = launch.environment
      for (name, value) in EnvCommand.variables(of: cloud) { environment[name] = value }
      let status: Int32
      do throws(ChildProcess.Refusal) {
        status = try await ChildProcess(command, environment: environment).wait()
      } catch {
        Printer.complain("run \(error.command): \(String(cString: strerror(error.code)))")
        status = error.status
      }
      await cloud.close()
      _exit(status)
    }
  }

  /// The variables, with values that need no quotes in a shell.
  private static func variables(of cloud: LocalCloudHandle) -> [(name: String, value: String)] {
    [
      ("AWS_ENDPOINT_URL", cloud.endpoint),
      ("AWS_ACCESS_KEY_ID", cloud.credentials.accessKeyID),
      ("AWS_SECRET_ACCESS_KEY", cloud.credentials.secretAccessKey),
      ("AWS_REGION", cloud.region), ("AWS_DEFAULT_REGION", cloud.region),
      ("ROLLCALL_API_URL", cloud.apiURL), ("ROLLCALL_API_KEY", cloud.apiKey),
    ]
  }
}
