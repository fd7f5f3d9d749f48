internal import AWSClient
internal import AWSWire
internal import ArgumentParser
internal import CustomerBackend
internal import CustomerDomain
internal import Deployment
internal import JSONValue
internal import LocalCloud
internal import Terminal

/// `rollcall doctor`: what is wrong with a backend, and what to do.
struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look a backend over and say what is wrong and what to do; exits 1 if anything is.",
    discussion: "It looks at what the context names, the local cloud or AWS, and changes nothing."
  )

  @OptionGroup var global: GlobalOptions

  @Option(
    help: ArgumentHelp("The stack's name, where the context does not say it.", valueName: "name")
  )
  var stack: String?

  func run() async throws {
    let launch = try Launch.ofCommand(global)
    let (patient, cloud) = try await launch.patient(stack: stack)
    let findings: [Finding]
    do {
      findings = try await Doctor(patient, clock: SystemWallClock()).examine()
      await cloud?.close()
    } catch {
      await cloud?.close()
      throw error
    }
    try Printer(isJSON: global.connection.isJSON).document(
      .array(findings.map(DoctorCommand.json)),
      text: DoctorCommand.lines(findings)
    )
    if findings.contains(where: { $0.status == .fail }) { throw ExitStatus.negative }
  }

  private static func json(_ finding: Finding) -> JSON {
    [
      "check": .string(finding.check), "status": .string(finding.status.rawValue),
      "detail": .string(finding.detail), "advice": .string(finding.advice),
    ]
  }

  private static func lines(_ findings: [Finding]) -> [SafeText] {
    let width = findings.map(\.check.count).max() ?? 0
    return findings.flatMap { finding in
      let status = finding.status.rawValue
      let check = finding.check + String(repeating: " ", count: width - finding.check.count)
      let space = String(repeating: " ", count: 6 - status.count)
      let line: SafeText = "\(status)\(space)\(check)  \(finding.detail)"
      guard !finding.advice.isEmpty else { return [line] }
      return [line, "\(String(repeating: " ", count: width + 8))\(finding.advice)"]
    }
  }
}
