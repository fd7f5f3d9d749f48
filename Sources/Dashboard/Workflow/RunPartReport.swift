package import CustomerDomain
internal import JSONValue
internal import Terminal

/// A state or an event of a run made ready for the screen, off the thread that draws.
package struct RunPartReport: Hashable, Sendable, Codable {
  /// Lines under a heading.
  struct Block: Hashable, Sendable, Codable {
    /// The heading.
    let title: String
    /// The lines.
    let lines: [SafeText]
  }

  /// The run it belongs to.
  package let arn: String
  /// Which part it is.
  package let part: RunPart
  /// The state's run, where it is a state or an event of one.
  let run: StateRun?
  /// The event, where it is one.
  let event: ExecutionEvent?
  /// The error's name and cause; empty where nothing failed.
  let trouble: [SafeText]
  /// Whether that is what an earlier try failed by: the state came to its end, or tries on.
  var isOvercome: Bool { run.map { [.succeeded, .running].contains($0.status) } ?? false }
  /// Input, output and whatever else is data.
  let blocks: [Block]
  /// How the output differs from the input; empty where one of them is not there.
  let differences: [DiffLine]
  /// What the definition says about trying again and catching.
  let rules: [SafeText]
  /// The id of the request that it made last, or tells of.
  let requestID: String?

  /// Lays a part of a run out; `nil` where the run has no such part.
  package init?(_ part: RunPart, of detail: ExecutionDetail) {
    arn = detail.execution.arn
    self.part = part
    switch part {
    case .state(let number):
      guard let run = detail.state(enteredBy: number) else { return nil }
      let (input, output) = detail.data(of: run)
      self.run = run
      event = nil
      trouble = RunPartReport.trouble(run.error, run.cause)
      var blocks: [Block] = []
      if let input { blocks.append(Block(title: "Input", lines: PrettyJSON.lines(input))) }
      if let output { blocks.append(Block(title: "Output", lines: PrettyJSON.lines(output))) }
      self.blocks = blocks
      differences =
        input == nil || output == nil
        ? [] : DiffLine.lines(JSONDifference.between(input, output))
      rules = RunPartReport.rules(of: run.name, in: detail.graph)
      requestID = run.requestID
    case .event(let number):
      guard let event = detail.event(number) else { return nil }
      run = nil
      self.event = event
      let details = event.details
      trouble = RunPartReport.trouble(details["error"]?.string, details["cause"]?.string)
      blocks = RunPartReport.blocks(of: details)
      differences = []
      rules = []
      requestID = RunPartReport.requestID(in: details)
    }
  }

  private static func trouble(_ error: String?, _ cause: String?) -> [SafeText] {
    var lines: [SafeText] = []
    if let error, !error.isEmpty { lines.append(SafeText(error)) }
    if let cause, !cause.isEmpty { lines += PrettyJSON.lines(text: cause) }
    return lines
  }

  /// Data apart, the rest of an event's details together.
  private static func blocks(of details: JSON) -> [Block] {
    guard var rest = details.object else { return [] }
    var blocks: [Block] = []
    for (key, title) in [("input", "Input"), ("parameters", "Parameters"), ("output", "Output")] {
      guard let value = rest[key] else { continue }
      rest[key] = nil
      blocks.append(
        Block(title: title, lines: PrettyJSON.lines(text: value.string ?? value.text()))
      )
    }
    for key in ["error", "cause", "inputDetails", "outputDetails"] { rest[key] = nil }
    if rest.count > 0 {
      blocks.append(Block(title: "Details", lines: PrettyJSON.lines(.object(rest))))
    }
    return blocks
  }

  private static func requestID(in details: JSON) -> String? {
    func document(_ key: String) -> JSON? {
      details[key]?.string.flatMap { try? JSON(parsing: $0) }
    }
    return document("output")?["SdkResponseMetadata"]?["RequestId"]?.string
      ?? document("cause")?["requestId"]?.string
  }

  private static func rules(of name: String, in graph: WorkflowGraph?) -> [SafeText] {
    guard let graph, let (node, edges) = find(name, in: graph) else { return [] }
    let retries = node.retries.map { rule in
      let times = rule.limit == 1 ? "once" : "\(rule.limit) times"
      let limit = rule.limit == 0 ? "is not tried again" : "is tried again \(times) at most"
      return SafeText("\(rule.errors.joined(separator: ", ")) \(limit)")
    }
    let catches = edges.filter { $0.kind == .caught }.map { edge in
      SafeText("\(edge.label) leads to \(edge.to)")
    }
    return retries + catches
  }

  private static func find(
    _ name: String,
    in graph: WorkflowGraph
  ) -> (node: WorkflowGraph.Node, edges: [WorkflowGraph.Edge])? {
    if let node = graph.nodes.first(where: { $0.name == name }) {
      return (node, graph.edges.filter { $0.from == name })
    }
    for branch in graph.nodes.flatMap(\.branches) {
      if let found = find(name, in: branch) { return found }
    }
    return nil
  }
}
