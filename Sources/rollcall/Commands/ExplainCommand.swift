internal import AWSWire
internal import ArgumentParser
internal import CustomerDomain
internal import CustomerServices
internal import Dashboard
internal import JSONValue
internal import Terminal

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
        for note in explanation.allNotes { Printer.complain("note: \(note)") }
      }
    }
  }
}

extension Explanation {
  /// What could not be had, here and in the trace.
  var allNotes: [String] { notes + (trace?.notes ?? []) }
}

/// An explanation for people, line by line.
struct ExplanationText {
  private let explanation: Explanation
  private let now: Instant

  /// Takes an explanation, and the present moment for ages.
  init(_ explanation: Explanation, now: Instant) {
    self.explanation = explanation
    self.now = now
  }

  /// The lines, from the alarm to the log.
  var lines: [SafeText] { why + failed + happened + logged + notes }

  private var why: [SafeText] {
    var lines: [SafeText] = []
    if let alarm = explanation.alarm {
      let age = Words.age(of: alarm.since, at: now)
      lines.append(
        "\(alarm.name)  \(alarm.state.rawValue) for \(age)  \(AlarmWords.reason(of: alarm))"
      )
    }
    for child in explanation.children {
      lines.append("  \(child.state.rawValue)  \(child.name)  \(AlarmWords.reason(of: child))")
    }
    if let window = explanation.window {
      lines.append("window  \(window.from.iso8601) to \(window.to.iso8601)")
    }
    return lines
  }

  private var failed: [SafeText] {
    guard !explanation.incidents.isEmpty else { return [] }
    var table = TextTable([
      .init(heading: "WHAT"), .init(heading: "ID"), .init(heading: "STATE"),
      .init(heading: "ERROR"), .init(heading: "WHEN"), .init(heading: "TOOK", isRightAligned: true),
    ])
    for incident in explanation.incidents {
      table.add([
        IncidentWords.name(of: incident), incident.customerID ?? "",
        IncidentWords.place(of: incident), IncidentWords.error(of: incident),
        incident.at.iso8601, IncidentWords.took(incident) ?? "",
      ])
    }
    return [SafeText(IncidentWords.heading(of: explanation))] + table.lines
  }

  /// The run of the first incident, state by state.
  private var happened: [SafeText] {
    guard let trace = explanation.trace else { return [] }
    if let detail = trace.detail {
      return ["what happened in run"] + ExecutionCommand.lines(detail, withHistory: false)
    }
    guard let incident = explanation.incidents.first, let cause = incident.cause else { return [] }
    return [SafeText("error  \(incident.error ?? "")"), SafeText("cause  \(cause)")]
  }

  private var logged: [SafeText] {
    guard let trace = explanation.trace, let id = trace.requestID else { return [] }
    let source = trace.lines.first?.source ?? ""
    return ["the lines of request \(id)\(source.isEmpty ? "" : " (\(source))")"]
      + trace.lines.map { $0.line() }
  }

  private var notes: [SafeText] { explanation.allNotes.map { "note  \($0)" } }
}
