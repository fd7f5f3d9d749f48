internal import ArgumentParser
internal import CustomerDomain
internal import Glibc
internal import JSONValue
internal import Packaging

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
    let program = try ProgramFile.read(path)
    let package: LambdaPackage
    do {
      package = try LambdaPackage(program: program)
    } catch {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "package",
        resource: path,
        reason: error.problems.joined(separator: "; "),
        advice: "build one with \(BootstrapRequirements.buildCommand) and name it with --bootstrap"
      )
    }
    try ProgramFile.write(package.bytes, to: output)
    try Printer(isJSON: isJSON).document(
      [
        "path": .string(output), "size": JSON(package.bytes.count),
        "sha256": .string(package.sha256), "bootstrap": .string(path),
      ],
      text: ["\(output)  \(package.bytes.count) bytes", "sha256 \(package.sha256)"]
    )
  }

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
    let path = String(cString: own)
    return "\(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])/bootstrap"
  }
}

/// Files that are read and written whole.
private enum ProgramFile {
  static func read(_ path: String) throws(ServiceFailure) -> [UInt8] {
    guard let file = fopen(path, "rbe") else { throw failure(path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
      // No program of ours comes near to what Lambda takes unzipped.
      guard bytes.count <= 262_144_000 else { break }
    }
    guard ferror(file) == 0 else { throw failure(path) }
    return bytes
  }

  /// Writes a file, whole or not at all, by way of a new one beside it.
  static func write(_ bytes: [UInt8], to path: String) throws(ServiceFailure) {
    let draft = "\(path).new"
    guard let file = fopen(draft, "wbe") else { throw failure(draft) }
    let count = fwrite(bytes, 1, bytes.count, file)
    let isFlushed = fflush(file) == 0 && fsync(fileno(file)) == 0
    let isClosed = fclose(file) == 0
    guard count == bytes.count, isFlushed, isClosed, rename(draft, path) == 0 else {
      let failure = failure(path)
      unlink(draft)
      throw failure
    }
  }

  private static func failure(_ path: String) -> ServiceFailure {
    ServiceFailure(
      kind: .invalidInput,
      action: "package",
      resource: path,
      reason: String(cString: strerror(errno)),
      advice: "build the program with \(BootstrapRequirements.buildCommand), or name another file"
    )
  }
}
