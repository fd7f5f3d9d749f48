internal import CustomerDomain

/// Choosing and opening a part of an opened run, and comparing it.
extension DashboardState {
  /// What is chosen on the page of the opened run.
  var chosenItem: PageMeasure.Item? {
    guard case .execution(let open) = layers.last, let page = openPage else { return nil }
    return chosen(of: open, on: page)
  }

  /// What is chosen on a page; without a choice the state that matters most.
  func chosen(of open: OpenExecution, on page: PageMeasure) -> PageMeasure.Item? {
    page.chosen(from: open.top, [open.chosen, culprit(of: open)?.name])
  }

  /// The chosen state or event; where nothing to choose is in sight, the state that matters most.
  var chosenPart: RunPart? {
    guard case .execution(let open) = layers.last else { return nil }
    return chosenItem.flatMap { RunPart(name: $0.name) } ?? culprit(of: open)
  }

  private func culprit(of open: OpenExecution) -> RunPart? {
    guard let report = workflow.report, report.detail.execution.arn == open.arn else { return nil }
    return report.culprit.map { .state($0.enteredBy) }
  }

  /// Chooses the next thing where it is in sight or the next line brings it there, else scrolls.
  mutating func choosePart(by step: Int) {
    guard let page = openPage, case .execution(var open) = layers.last else { return }
    let line = chosen(of: open, on: page)?.line
    let here = line ?? (step > 0 ? open.top - 1 : open.top + page.height)
    let next = step > 0 ? page.item(below: here) : page.item(above: here)
    var top = open.top
    if let next, !(top..<top + page.height).contains(next.line) || line == nil { top += step }
    if next == nil { top += step }
    open.top = min(max(0, top), max(0, page.lineCount - page.height))
    if let next, (open.top..<open.top + page.height).contains(next.line) { open.chosen = next.name }
    layers[layers.count - 1] = .execution(open)
  }

  /// Opens the chosen state or event.
  mutating func openPart() -> [Effect] {
    guard case .execution(let open) = layers.last, let part = chosenPart,
      let report = workflow.report
    else { return [] }
    layers[layers.count - 1] = .execution(
      OpenExecution(arn: open.arn, top: open.top, chosen: part.name)
    )
    workflow.part = nil
    layers.append(.runPart(OpenRunPart(arn: open.arn, part: part)))
    return [.readRunPart(part, report)]
  }

  /// Makes the opened state ready anew where something happened in it.
  var effectsOfOpenPart: [Effect] {
    guard let open = openRunPart, let report = workflow.report, let shown = workflow.part,
      report.detail.execution.arn == open.arn, case .state(let number) = open.part,
      report.detail.state(enteredBy: number) != shown.run
    else { return [] }
    return [.readRunPart(open.part, report)]
  }

  /// The part of a run that is open.
  private var openRunPart: OpenRunPart? {
    for case .runPart(let open) in layers.reversed() { return open }
    return nil
  }

  /// The request of the opened or chosen part of a run; `nil` where there is none.
  ///
  /// Whoever follows ids from anywhere finds here what to look for.
  var runRequestID: String? {
    if openRunPart != nil { return workflow.part?.requestID }
    guard case .state(let number) = chosenPart else { return nil }
    return workflow.report?.detail.state(enteredBy: number)?.requestID
  }

  /// Compares the run with the last one that ended well.
  mutating func compareCommand() -> [Effect] {
    guard let detail = actedDetail else { return [] }
    let arn = detail.execution.arn
    workflow.comparison = nil
    workflow.comparisonFailure = nil
    // What is compared stays the run that is watched.
    if openExecutionARN != arn { layers.append(.execution(OpenExecution(arn: arn))) }
    layers.append(.comparison(OpenExecution(arn: arn)))
    return [.compareExecution(detail)]
  }

  /// Opens the run that another one is compared with.
  mutating func openOther() -> [Effect] {
    guard let other = workflow.comparison?.other else { return [] }
    layers.append(.execution(OpenExecution(arn: other.arn)))
    return []
  }
}
