internal import AWSWire
internal import CustomerDomain
internal import Dashboard
internal import Terminal

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
      let standing = IncidentWords.standing(alarm.state.rawValue, since: alarm.since, now: now)
      lines.append("\(alarm.name)  \(standing)  \(AlarmWords.reason(of: alarm))")
    }
    for child in explanation.children {
      let indent = String(repeating: "  ", count: 1 + explanation.depth(of: child))
      lines.append(
        "\(indent)\(child.state.rawValue)  \(child.name)  \(AlarmWords.reason(of: child))"
      )
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
        IncidentWords.name(of: incident), ExplanationText.short(incident.customerID ?? ""),
        IncidentWords.place(of: incident), IncidentWords.error(of: incident),
        incident.at.iso8601, IncidentWords.took(incident) ?? "",
      ])
    }
    return [SafeText(IncidentWords.heading(of: explanation))] + table.lines
  }

  /// The most columns of an id, so that what matters stays in sight; JSON has it whole.
  private static let idWidth = 36

  private static func short(_ id: String) -> String {
    let exact = ExactText(id)
    return "\(SafeText(exact.text, marks: exact.codes).truncatedMiddle(to: idWidth))"
  }

  /// The run of the first incident, state by state.
  private var happened: [SafeText] {
    guard let trace = explanation.trace else { return [] }
    if let detail = trace.detail {
      let heading = SafeText("what happened in run \(detail.execution.arn)")
      return [heading] + ExecutionCommand.lines(detail, withHistory: false)
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
