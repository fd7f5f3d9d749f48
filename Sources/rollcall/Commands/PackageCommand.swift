internal import ArgumentParser
internal import CustomerDomain
internal import Glibc
internal import JSONValue
internal import Packaging
internal import Terminal

/// `rollcall package`: the zip file that the functions are deployed with.
struct PackageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "package",
    abstract: "Write the functions' Lambda zip.",
    discussion: """
      The same program always gives the same zip. It is refused where it would not start on Lambda's \
      provided.al2023; \(BootstrapRequirements.buildCommand) builds one that does.
      """
  )

  @Option(help: ArgumentHelp("The zip file to write.", valueName: "file"))
  var output = "bootstrap.zip"

  @Option(
    help: ArgumentHelp("The program; where not given, the one beside rollcall.", valueName: "file")
  )
  var bootstrap: String?

  @Flag(name: .customLong("json"), help: "Answer in JSON on stdout.")
  var isJSON = false

  func run() throws {
    let path = try bootstrap ?? PackageCommand.besideThisProgram()
    let package = try PackageCommand.package(path)
    try UserFile.write(
      package.bytes,
      to: output,
      permissions: 0o666,
      orFailAs: .invalidInput
    )
    try Printer(isJSON: isJSON).document(
      [
        "path": .string(output), "size": JSON(package.bytes.count),
        "sha256": .string(package.sha256), "bootstrap": .string(path),
      ],
      text: ["\(output)  \(package.bytes.count) bytes", "sha256 \(package.sha256)"]
    )
  }

  /// The zip of the program at `path`.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read, or would not start on Lambda.
  static func package(_ path: String) throws(ServiceFailure) -> LambdaPackage {
    let program = try UserFile.bytes(of: path, limit: largestProgram)
    do {
      return try LambdaPackage(program: program)
    } catch {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "package",
        resource: path,
        reason: error.problems.joined(separator: "; "),
        advice: "build one with \(BootstrapRequirements.buildCommand) and name it with --bootstrap"
      )
    }
  }

  /// What Lambda takes unzipped, in bytes.
  private static let largestProgram = 262_144_000

  /// The program that is built together with this one.
  private static func besideThisProgram() throws(ServiceFailure) -> String {
    guard let own = realpath("/proc/self/exe", nil) else {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "package",
        reason: "this program's own folder is not known",
        advice: "name the program with --bootstrap"
      )
    }
    defer { free(own) }
    let program = String(cString: own)
    let path = "\(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])/bootstrap"
    guard access(path, F_OK) == 0 else {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "package",
        reason: "there is no program beside rollcall, at \(path)",
        advice: "build one with \(BootstrapRequirements.buildCommand) and name it with --bootstrap"
      )
    }
    return path
  }
}
