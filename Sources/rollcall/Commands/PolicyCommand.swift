internal import ArgumentParser
internal import Configuration
internal import CustomerBackend
internal import Deployment
internal import JSONValue
internal import Terminal

/// `rollcall policy`: which permissions AWS has to give.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "Print least-privilege IAM policies for looking, changing and deploying.",
    discussion: """
      They are made from the operations that the program calls: dashboard to look, support on top of \
      it to switch rules and alarms, deployer to deploy and destroy. Without a role it prints all \
      three, by name. Where the context takes its API key from Secrets Manager, reading that secret \
      is part of them; where the configuration cannot be read, that part is left out, with a note on \
      stderr.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(help: "dashboard, support or deployer.")
  var role: OperationTable.Role?

  @Option(help: "The account that the resources are in; any without it.")
  var account: String?

  @Option(help: ArgumentHelp("What stands before every name.", valueName: "prefix"))
  var namePrefix: String = ""

  func run() throws {
    let outline = try TemplateOutline(yaml: BackendTemplate.yaml)
    let place = PolicyPlace(
      outline,
      region: global.connection.region ?? "*",
      account: account ?? "*",
      prefix: namePrefix,
      keySecret: keySecret()
    )
    func policy(_ role: OperationTable.Role) -> JSON {
      Policy(role, in: place, types: outline.types).json
    }
    let json: JSON =
      if let role {
        policy(role)
      } else {
        .object(JSONObject(OperationTable.Role.allCases.map { ($0.rawValue, policy($0)) }))
      }
    // IAM takes JSON, so it is JSON either way.
    try Printer(isJSON: true).document(json, text: [])
  }

  /// The ARN of the secret that the context takes the API key from, where it does; where that cannot
  /// be told, this is.
  private func keySecret() -> String? {
    do {
      let launch = try Launch(
        global.connection,
        timeout: global.timeLimit,
        environment: ProcessEnvironment.current
      )
      guard case .remote(let remote) = launch.settings.destination,
        case .secret(let secret) = remote.apiKey
      else { return nil }
      return secret.arn
    } catch {
      Printer.complain("\(error)")
      Printer.complain(
        "the policy is printed without the secret of a context's API key, if it has one"
      )
      return nil
    }
  }
}

extension OperationTable.Role: ExpressibleByArgument {}
