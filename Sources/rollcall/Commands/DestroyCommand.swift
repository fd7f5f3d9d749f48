internal import AWSClient
internal import ArgumentParser
internal import Configuration
internal import CustomerBackend
internal import CustomerDomain
internal import Deployment
internal import JSONValue
internal import Terminal

/// `rollcall destroy`: the backend taken from AWS.
struct DestroyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "destroy",
    abstract: "Delete the backend's stack on AWS; the table is kept unless it is named.",
    discussion: """
      It asks for the stack's name; scripts give it with --yes. The table outlives the stack, and a \
      later deploy takes it over again; --delete-table NAME deletes it for good.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("What stands before every name.", valueName: "prefix"))
  var namePrefix: String?

  @Option(help: ArgumentHelp("The stack's name; rollcall, or rollcall-PREFIX.", valueName: "name"))
  var stack: String?

  @Option(help: ArgumentHelp("Delete this table, too, with all that is in it.", valueName: "name"))
  var deleteTable: String?

  @Option(
    name: .customLong("yes"),
    help: ArgumentHelp("The stack's name, instead of being asked for it.", valueName: "name")
  )
  var confirmation: String?

  func run() async throws {
    let launch = try Launch.ofCommand(global)
    let access = try launch.deploymentAccess("destroy")
    let prefix =
      namePrefix ?? (access.remote.namePrefix.isEmpty ? nil : access.remote.namePrefix)
    let name = stack ?? access.remote.stack ?? DeploymentRequest.stackName(prefix: prefix)
    try await confirm(name, region: access.surroundings.region)
    let teller = DeploymentTeller("destroy", stack: name, journal: launch.journal)
    let destroyed = try await teller.watching {
      try await Destroyer(access.surroundings, report: teller.tell)
        .destroy(name, template: BackendTemplate.yaml, table: deleteTable)
    }
    try Printer(isJSON: global.connection.isJSON).document(
      [
        "stack": .string(name), "deleted": .bool(destroyed.hadStack),
        "keptTable": JSON(destroyed.keptTable), "deletedTable": JSON(deleteTable),
      ],
      text: [destroyed.hadStack ? "stack \(name) is gone" : "there is no stack \(name)"]
    )
  }

  private func confirm(_ name: String, region: String) async throws {
    if let confirmation {
      guard confirmation == name else {
        Printer.complain("--yes names '\(confirmation)', but the stack is '\(name)'")
        throw ExitStatus.usage
      }
      return
    }
    guard Question.canBeAsked else {
      Printer.complain("nobody can be asked here; say --yes \(name)")
      throw ExitStatus.usage
    }
    let also = deleteTable.map { " and the table \($0)" } ?? ""
    guard
      await Question.answer("Type \(name) to delete that stack\(also) in \(region):") == name
    else {
      Printer.complain("nothing was deleted")
      throw ExitStatus.negative
    }
  }
}
