internal import AWSClient
internal import ArgumentParser
internal import Configuration
internal import CustomerBackend
internal import CustomerDomain
internal import Deployment
internal import Glibc
internal import JSONValue
internal import Terminal

/// `rollcall deploy`: the backend on AWS.
struct DeployCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deploy",
    abstract: "Create or update the backend on AWS, and write a context for it.",
    discussion: """
      It can be run again at any time: it does what is left to do, follows an operation that is under \
      way, and changes nothing where all is as it should be. A failed update is taken back, and the \
      resource that failed is named. It asks before it changes anything; elsewhere than on a terminal \
      it needs --yes.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("What to put before every name.", valueName: "prefix"))
  var namePrefix: String?

  @Option(help: ArgumentHelp("The stack's name; rollcall, or rollcall-PREFIX.", valueName: "name"))
  var stack: String?

  @Option(
    name: .customLong("parameter"),
    parsing: .singleValue,
    help: ArgumentHelp(
      "Set a parameter of the template; others stay as they are.",
      valueName: "name=value"
    )
  )
  var parameters: [ParameterArgument] = []

  @Option(help: ArgumentHelp("The zip of the functions' code.", valueName: "file"))
  var zip: String?

  @Option(help: ArgumentHelp("The program to zip as the functions' code.", valueName: "file"))
  var bootstrap: String?

  @Flag(
    name: .customLong("import"),
    help: "Take over resources of the backend's names that are there already."
  )
  var importsExisting = false

  @Flag(help: "Do not ask.")
  var yes = false

  func validate() throws {
    if zip != nil, bootstrap != nil {
      throw ValidationError("Give --zip or --bootstrap, not both.")
    }
    if parameters.contains(where: { $0.name.hasPrefix("Artifact") }) {
      throw ValidationError("ArtifactBucket and ArtifactKey are set by deploy itself.")
    }
  }

  func run() async throws {
    let launch = try Launch.ofCommand(global)
    let access = try launch.deploymentAccess("deploy")
    guard yes || Question.canBeAsked else {
      Printer.complain("nobody can be asked here; say --yes")
      throw ExitStatus.usage
    }
    var request = try request(remote: access.remote)
    while true {
      do {
        try await deploy(request, access, launch)
        return
      } catch DeploymentProblem.namesTaken(let existing) where !yes {
        request = try await resolved(request, existing)
      }
    }
  }

  private func request(remote: Settings.Remote) throws -> DeploymentRequest {
    let prefix =
      namePrefix ?? parameters.last { $0.name == "NamePrefix" }?.value
      ?? (remote.namePrefix.isEmpty ? nil : remote.namePrefix)
    return DeploymentRequest(
      stackName: stack ?? remote.stack ?? DeploymentRequest.stackName(prefix: prefix),
      template: BackendTemplate.yaml,
      prefix: prefix,
      parameters: Dictionary(parameters.map { ($0.name, $0.value) }) { _, last in last },
      artifact: CodeSource.chosen(zip: zip, bootstrap: bootstrap),
      onExisting: importsExisting ? .importAll : .adoptTableOnly
    )
  }

  private func deploy(
    _ request: DeploymentRequest,
    _ access: Launch.DeploymentAccess,
    _ launch: Launch
  ) async throws {
    let teller = DeploymentTeller("deploy", stack: request.stackName, journal: launch.journal)
    let deployed = try await teller.watching {
      try await Deployer(access.surroundings, report: teller.tell) { summary in
        if yes { return true }
        return try await Question.isAnsweredYes(
          DeployCommand.question(summary, request.stackName)
        )
      }.deploy(request)
    }
    let context = try DeployedContext(deployed, access, paths: launch.paths).write()
    let result = try DeploymentResult(deployed, context: context)
    try Printer(isJSON: global.connection.isJSON).document(result.json, text: result.lines)
  }

  private static func question(_ summary: ChangeSummary, _ stack: String) -> SafeText {
    let lost = summary.changes.filter(\.isDestructive).map(\.logicalID)
    let warning = lost.isEmpty ? "" : " What is there of \(lost.joined(separator: ", ")) goes."
    return "\(summary.isNew ? "Create" : "Change") stack \(stack)?\(warning)"
  }

  /// What a person wants done about names that are taken.
  private func resolved(
    _ request: DeploymentRequest,
    _ existing: [ExistingResource]
  ) async throws -> DeploymentRequest {
    Printer.complain(ServiceFailure(.namesTaken(existing)).description)
    var request = request
    switch await Question.answer("[i]mport them, deploy beside them under a [p]refix, or [s]top?") {
    case "i": request.onExisting = .importAll
    case "p":
      let prefix = await Question.answer("Prefix, such as 'blue-':")
      guard !prefix.isEmpty else { throw ExitStatus.negative }
      request.prefix = prefix
      if stack == nil { request.stackName = DeploymentRequest.stackName(prefix: prefix) }
    default: throw ExitStatus.negative
    }
    return request
  }
}
