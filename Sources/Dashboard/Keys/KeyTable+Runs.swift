/// The keys that act on runs, and those on the way from an alarm to its reason.
extension KeyTable {
  /// The keys that act on a run.
  static let runKeys: [KeyBinding] = [
    KeyBinding(
      .open,
      "enter",
      "open",
      in: [.execution],
      "Opens the chosen state or event: input, output, error, tries and request.",
      unless: { $0.openPartRefusal }
    ),
    KeyBinding(
      .open,
      "enter",
      "open the other",
      in: [.comparison],
      "Opens the run that this one is compared with.",
      unless: { $0.workflow.comparison == nil ? "there is no other run yet" : nil }
    ),
    KeyBinding(
      .runAgain,
      "R",
      "run again",
      in: runs,
      "Starts a run with the same input under a new name, after a question.",
      unless: { $0.runAgainRefusal }
    ),
    KeyBinding(
      .compare,
      "c",
      "compare",
      in: runs.subtracting([.comparison]),
      "Compares the run with the last one before it that ended well.",
      unless: { $0.compareRefusal }
    ),
    KeyBinding(
      .redrive,
      "D",
      "redrive",
      in: runs,
      "Takes a run up again from where it broke, after a question.",
      unless: { $0.redriveRefusal }
    ),
    KeyBinding(
      .stopRun,
      "K",
      "stop",
      in: runs,
      "Stops a run that goes on, after a question.",
      unless: { $0.stopRefusal }
    ),
  ]

  /// Where keys act on one run.
  private static let runs: Set<KeyContext> = [.workflowRows, .execution, .runPart, .comparison]

  /// The keys of the way from red to reason.
  static let whyKeys: [KeyBinding] = [
    KeyBinding(
      .open,
      "enter",
      "open",
      in: [.why],
      "Opens the selected run or request in full.",
      unless: { $0.openIncidentRefusal }
    ),
    KeyBinding(
      .why,
      "x",
      "why",
      in: KeyContext.rows.union([.execution, .runPart, .alarm, .logEvent]),
      "Shows why: what failed, the state, the error and the lines of that request.",
      unless: { $0.whyRefusal }
    ),
    KeyBinding(
      .allLines,
      "L",
      "all lines",
      in: [.why],
      "Shows all log lines of the run or request in the Logs pane; Esc there comes back.",
      unless: { $0.allLinesRefusal }
    ),
    KeyBinding(
      .runAgain,
      "R",
      "run again",
      in: [.why],
      "Starts a run with the same input as the one that failed, after a question.",
      unless: { $0.runAgainRefusal }
    ),
    following(.follow1, "1", "Goes the first way on: to the customer, run, request or alarm."),
    following(.follow2, "2", "Goes the second way on."),
    following(.follow3, "3", "Goes the third way on."),
    following(.follow4, "4", "Goes the fourth way on."),
    following(.follow5, "5", "Goes the fifth way on."),
    following(.follow6, "6", "Goes the sixth way on."),
    KeyBinding(.up, "up k", "", in: [.why], "Selects what failed after; a single one scrolls."),
    KeyBinding(
      .down,
      "down j",
      "",
      in: [.why],
      "Selects what failed before; a single one scrolls."
    ),
    KeyBinding(
      .top,
      "g home",
      "newest",
      in: [.why],
      "Goes to the first line, and shows what has failed since."
    ),
  ]

  private static func following(_ command: Command, _ key: String, _ what: String) -> KeyBinding {
    KeyBinding(command, key, "", in: [.why], what)
  }
}
