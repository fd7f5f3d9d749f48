internal import ArgumentParser
internal import LocalCloud

/// `rollcall coverage`: print what there is of AWS's operations, from which a table of the Backend
/// article is made.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Print which operations the local cloud has.",
    shouldDisplay: false
  )

  @Flag(help: "As the Backend article has it.")
  var markdown = false

  func run() throws {
    for service in ServiceCoverage.all {
      guard !markdown else {
        try Printer.raw(service.markdown + "\n")
        continue
      }
      for operation in service.operations {
        let extent =
          switch operation.extent {
          case .whole: "whole"
          case .partly(let missing): "partly\t\(missing)"
          case .absent: "absent"
          }
        try Printer.raw("\(service.service)\t\(operation.name)\t\(extent)\n")
      }
    }
  }
}
