internal import ArgumentParser
internal import CustomerDomain

/// The customer ids that a command is given, as arguments or one a line in a file.
struct IDArguments: ParsableArguments {
  @Argument(help: "Customer ids.")
  var ids: [String] = []

  @Option(
    help: ArgumentHelp(
      "Read the ids from a file, one a line; '-' is standard input.",
      valueName: "file"
    )
  )
  var file: String?

  /// Checks that there is exactly one source of ids.
  func validate() throws {
    if ids.isEmpty && file == nil { throw ValidationError("Give at least one id, or --file.") }
    if !ids.isEmpty && file != nil { throw ValidationError("Give ids or --file, not both.") }
  }

  /// The ids, in the order given, repeats kept, all of them valid.
  ///
  /// - Throws: `ExitStatus.badInput` where any is invalid, each of which has then been named on
  ///   stderr; `ServiceFailure` where the file cannot be read.
  func checked() throws -> [CustomerID] {
    let lines = try file.map(IDFile.read) ?? ids.map { IDLine(text: $0) }
    var checked: [CustomerID] = []
    var problems: [String] = []
    for line in lines {
      do throws(IDLine.Problem) {
        checked.append(try line.id())
      } catch {
        problems.append(error.description)
      }
    }
    if lines.isEmpty { Printer.complain("no ids in \(IDArguments.name(of: file ?? "-"))") }
    guard !problems.isEmpty else { return checked }
    problems.forEach(Printer.complain)
    let words =
      lines.count == 1
      ? "the id is invalid"
      : "\(problems.count) of \(lines.count) ids \(problems.count == 1 ? "is" : "are") invalid"
    Printer.complain("\(words); nothing was sent")
    throw ExitStatus.badInput
  }

  private static func name(of file: String) -> String { file == "-" ? "standard input" : file }
}
