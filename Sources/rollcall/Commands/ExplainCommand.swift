internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import JSONValue

/// `rollcall explain`: from red to reason, as text.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Show why an alarm is red, a run failed or a request went wrong; exits 0 if it was found.",
    discussion: """
      An alarm or a run by name or ARN, a request by its id, or a customer by id. It shows what \
      failed, the state that failed and why, and the log lines of exactly that request.
      """
  )

  @OptionGroup var global: GlobalOptions

  @Argument(
    help: ArgumentHelp(
      "An alarm, a run, a request's id or a customer's id.",
      valueName: "alarm|execution|request-id"
    )
  )
  var reference: String

  func run() async throws {
    try await Session.run(global) { session in
      let explanation = try await session.services.why.explain(anything: reference)
      try session.printer.document(
        explanation.json,
        text: ExplanationText(explanation, now: session.clock.now).lines
      )
      if session.printer.isJSON {
        if explanation.found != nil {
          Printer.complain("note: \(IncidentWords.heading(of: explanation))")
        }
        for note in explanation.allNotes { Printer.complain("note: \(note)") }
      }
    }
  }
}

extension Explanation {
  /// What could not be had, here and in the trace.
  var allNotes: [String] { notes + (trace?.notes ?? []) }
}
