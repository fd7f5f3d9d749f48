/// The keys of the logs, and of what lies over them.
extension KeyTable {
  /// The keys of the log, and those that it has in common with other rows.
  static let logKeys: [KeyBinding] = [
    KeyBinding(
      .bottom,
      "G end",
      "follow",
      in: [.logs],
      "Goes to the newest line, and follows it from then on."
    ),
    KeyBinding(
      .pause,
      "space p",
      "pause",
      in: rowsAndOverview,
      "Stops following and fetching, or goes on with both."
    ),
    KeyBinding(
      .filter,
      "/",
      "filter",
      in: KeyContext.rows.subtracting([.workflowRows, .logs]),
      "Shows only rows with a text in them."
    ),
    KeyBinding(
      .filter,
      "/",
      "filter",
      in: [.logs],
      """
      Shows only rows with words, "a phrase", /regex/, id=x, durationMs>500, level:error, \
      group:insert; with - before one, only those without it.
      """
    ),
    KeyBinding(
      .filter,
      "/",
      "filter",
      in: [.workflowRows],
      """
      Shows only runs that match words and status:failed, since:1h, before:12:30, id=…, state:…; \
      with - before one, only those that do not.
      """
    ),
    KeyBinding(
      .nextError,
      "e",
      "next error",
      in: [.logs],
      "Goes to the next error; while following, to the newest one."
    ),
    KeyBinding(
      .previousError,
      "E",
      "",
      in: [.logs],
      "Goes to the error before, also in older lines."
    ),
    KeyBinding(.nextError, "e", "next errors", in: [.bars], "Goes to the next bar with errors."),
    KeyBinding(.previousError, "E", "", in: [.bars], "Goes to the bar with errors before."),
    KeyBinding(.nextMatch, "n", "", in: KeyContext.rows, "Goes to the next match of the filter."),
    KeyBinding(
      .previousMatch,
      "N",
      "",
      in: KeyContext.rows,
      "Goes to the match of the filter before."
    ),
    KeyBinding(
      .brief,
      "v",
      "all lines",
      in: [.logs],
      "Shows also starts, ends and the steps of what goes well, or leaves them out."
    ),
    KeyBinding(
      .fold,
      "f",
      "fold",
      in: [.logs],
      "Folds the lines of each invocation under its report, or shows all."
    ),
    KeyBinding(
      .openFold,
      "right l",
      "",
      in: [.logs],
      "Shows the lines that are folded under the selected report."
    ),
    KeyBinding(
      .closeFold,
      "left h",
      "",
      in: [.logs],
      "Folds the lines of the selected line's invocation again."
    ),
    KeyBinding(
      .bars,
      "b",
      "bars",
      in: [.logs],
      "Goes into the bars of how much was written when, to jump by them.",
      unless: { $0.barsRefusal }
    ),
    KeyBinding(.showBars, "B", "", in: [.logs, .bars], "Shows the bars, or hides them."),
    KeyBinding(
      .jump,
      "@",
      "to time",
      in: [.logs],
      "Goes to a time: 14:03, -10m, 11-27 14:03:22, 2026-11-27 14:03 or ISO 8601."
    ),
    KeyBinding(
      .pattern,
      "F",
      "",
      in: [.logs],
      "Has the service itself choose the lines that are read, by a CloudWatch Logs filter pattern."
    ),
    KeyBinding(
      .groups,
      "o",
      "",
      in: [.logs],
      "Reads other log groups, such as 'put_customer_id /aws/lambda/mine'; without a name: all."
    ),
    KeyBinding(
      .columns,
      "c",
      "columns",
      in: [.logs],
      "Chooses fields that have columns of their own.",
      unless: { $0.columnsRefusal }
    ),
    KeyBinding(
      .mark,
      "m",
      "",
      in: [.logs],
      "Marks the selected line, or takes its mark away.",
      unless: { $0.markRefusal }
    ),
    KeyBinding(.nextMark, "]", "", in: [.logs], "Goes to the next marked line."),
    KeyBinding(.previousMark, "[", "", in: [.logs], "Goes to the marked line before."),
    KeyBinding(.wrap, "w", "wrap", in: [.logs], "Wraps long lines, or cuts them."),
    KeyBinding(.wrap, "w", "cut", in: [.logEvent], "Cuts long lines, or wraps them."),
  ]

  /// The keys of the lists and fields that lie over the log.
  static let logLayerKeys: [KeyBinding] = [
    KeyBinding(
      .toggleColumn,
      "space enter",
      "on or off",
      in: [.columns],
      "Gives the field a column of its own, or takes it away."
    ),
    KeyBinding(.saveScope, "tab", "what", in: [.save], "Saves other lines."),
    KeyBinding(.saveFormat, "down up", "format", in: [.save], "Saves in another format."),
    KeyBinding(.previousBar, "left h", "choose", in: [.bars], "Chooses the bar before."),
    KeyBinding(.nextBar, "right l", "", in: [.bars], "Chooses the next bar."),
    KeyBinding(.columnEarlier, "left h", "move", in: [.columns], "Moves its column to the left."),
    KeyBinding(.columnLater, "right l", "", in: [.columns], "Moves its column to the right."),
  ]
}
