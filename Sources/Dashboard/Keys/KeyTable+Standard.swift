extension KeyTable {
  /// The keys as they come, in the order in which the footer names them.
  static let bindings: [KeyBinding] = actions + logKeys + rowKeys + movement + screen

  private static let fieldsAndRows = KeyContext.rows.union(KeyContext.fields)
  private static let scrolling = KeyContext.rows.union(KeyContext.pages).union([.help])
  private static let movingKeys = KeyContext.pages.union([.help])

  private static let actions: [KeyBinding] = [
    KeyBinding(.lookUp, "enter", "look up", in: [.customersField], "Looks the typed id up."),
    KeyBinding(
      .lookUp,
      "enter",
      "look up",
      in: [.customersRows],
      "Looks the selected id up once more."
    ),
    KeyBinding(
      .submit,
      "enter",
      "submit",
      in: [.workflowField],
      "Starts a workflow run for the typed id.",
      unless: { $0.readOnlyReason }
    ),
    KeyBinding(
      .accept,
      "enter",
      "accept",
      in: [.filter],
      "Takes what was typed as the filter."
    ),
    KeyBinding(
      .accept,
      "enter",
      "delete",
      in: [.confirmTyping],
      "Deletes the id, if it is what was typed."
    ),
    KeyBinding(
      .confirm,
      "y",
      "yes",
      in: [.confirm],
      "Does what the question asks about."
    ),
    KeyBinding(
      .decline,
      "esc n",
      "keep",
      in: [.confirm, .confirmTyping],
      "Leaves everything as it is."
    ),
    KeyBinding(
      .leaveField,
      "down esc",
      "rows",
      in: KeyContext.fields,
      "Leaves the field for the rows below it."
    ),
    KeyBinding(
      .open,
      "enter",
      "open",
      in: [.workflowRows, .logs, .alarms],
      "Opens the selected run, line or alarm.",
      unless: { $0.openRefusal }
    ),
    KeyBinding(
      .insert,
      "i",
      "insert",
      in: [.customersRows],
      "Inserts the selected id, which is absent.",
      unless: { $0.insertRefusal }
    ),
    KeyBinding(
      .delete,
      "d",
      "delete",
      in: [.customersRows],
      "Deletes the selected id, which exists, after a question.",
      unless: { $0.deleteRefusal }
    ),
    KeyBinding(
      .open,
      "enter",
      "open",
      in: [.alarm],
      "Opens the selected alarm, or shows the selected line in full or short.",
      unless: { $0.linkRefusal }
    ),
    KeyBinding(
      .mute,
      "m",
      "mute",
      in: [.alarms, .alarm],
      "Keeps the alarm from notifying anybody, or lets it, after a question.",
      unless: { $0.alarmChangeRefusal }
    ),
    KeyBinding(
      .setState,
      "S",
      "set state",
      in: [.alarms, .alarm],
      "Puts the alarm into a state for a test, after a question.",
      unless: { $0.alarmChangeRefusal }
    ),
    KeyBinding(
      .nextChoice,
      "tab right l",
      "other state",
      in: [.confirm],
      "Chooses another state to put the alarm into.",
      unless: { $0.question?.action.hasChoices == true ? nil : "there is nothing to choose" }
    ),
    KeyBinding(
      .enterField,
      "f",
      "field",
      in: [.customersRows, .workflowRows],
      "Goes to the field above the rows."
    ),
  ]

  private static let logKeys: [KeyBinding] = [
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
      in: KeyContext.rows,
      "Stops following and fetching, or goes on with both."
    ),
    KeyBinding(.filter, "/", "filter", in: KeyContext.rows, "Shows only rows with a text in them."),
    KeyBinding(
      .nextError,
      "e",
      "next error",
      in: [.logs],
      "Goes to the next error; while following, to the newest one."
    ),
    KeyBinding(.previousError, "E", "", in: [.logs], "Goes to the error before."),
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
    KeyBinding(.wrap, "w", "wrap", in: [.logs], "Wraps long lines, or cuts them."),
    KeyBinding(.wrap, "w", "cut", in: [.logEvent], "Cuts long lines, or wraps them."),
  ]

  private static let rowKeys: [KeyBinding] = [
    KeyBinding(
      .sort,
      "s",
      "sort",
      in: [.customersRows, .workflowRows, .alarms],
      "Sorts the rows another way."
    ),
    KeyBinding(
      .refresh,
      "r",
      "refresh",
      in: KeyContext.rows,
      "Fetches now what the pane shows."
    ),
    KeyBinding(
      .refresh,
      "r",
      "refresh",
      in: [.execution, .alarm],
      "Fetches now what is shown."
    ),
    copying("the selected id", in: [.customersRows]),
    copying("the selected run's ARN", in: [.workflowRows]),
    copying("the selected line, as it was written", in: [.logs]),
    copying("the selected alarm's ARN", in: [.alarms]),
    copying("the ARN of what is shown", in: [.execution, .alarm]),
    copying("the line, as it was written", in: [.logEvent]),
    KeyBinding(
      .times,
      "t",
      "times",
      in: scrolling.subtracting([.help]),
      "Shows times as age, in local time or in UTC."
    ),
  ]

  private static func copying(_ what: String, in contexts: Set<KeyContext>) -> KeyBinding {
    KeyBinding(.copy, "y", "copy", in: contexts, "Copies \(what).", unless: { $0.copyRefusal })
  }

  private static let movement: [KeyBinding] = [
    KeyBinding(
      .up,
      "up k",
      "",
      in: [.customersRows, .workflowRows],
      "Goes one row up; from the first one into the field."
    ),
    KeyBinding(.up, "up k", "", in: [.logs, .alarms], "Goes one row up."),
    KeyBinding(.up, "up k", "", in: movingKeys, "Goes one line up."),
    KeyBinding(.down, "down j", "scroll", in: movingKeys, "Goes one line down."),
    KeyBinding(.down, "down j", "", in: KeyContext.rows, "Goes one row down."),
    KeyBinding(.pageUp, "pgup ctrl-b", "", in: scrolling, "Goes one page up."),
    KeyBinding(.pageDown, "pgdn ctrl-f", "", in: scrolling, "Goes one page down."),
    KeyBinding(
      .top,
      "g home",
      "newest",
      in: [.workflowRows],
      "Goes to the first row, where the newest run stands."
    ),
    KeyBinding(
      .top,
      "g home",
      "",
      in: KeyContext.rows.subtracting([.workflowRows]),
      "Goes to the first row."
    ),
    KeyBinding(.top, "g home", "", in: movingKeys, "Goes to the first line."),
    KeyBinding(
      .bottom,
      "G end",
      "",
      in: [.customersRows, .workflowRows, .alarms],
      "Goes to the last row."
    ),
    KeyBinding(.bottom, "G end", "", in: movingKeys, "Goes to the last line."),
    KeyBinding(
      .nextSection,
      "right l",
      "",
      in: [.execution, .alarm],
      "Goes to the next section."
    ),
    KeyBinding(
      .previousSection,
      "left h",
      "",
      in: [.execution, .alarm],
      "Goes to the section before."
    ),
    KeyBinding(
      .back,
      "esc",
      "back",
      in: KeyContext.pages.union([.help, .filter]),
      "Goes back to what was there before."
    ),
    KeyBinding(
      .back,
      "esc",
      "",
      in: KeyContext.rows,
      "Takes the filter, then the zoom, away."
    ),
  ]

  private static let screen: [KeyBinding] = [
    KeyBinding(.customersPane, "1", "", in: KeyContext.rows, "Goes to Customers, to type an id."),
    KeyBinding(
      .workflowPane,
      "2",
      "",
      in: KeyContext.rows,
      "Goes to Workflow, to type an id to submit."
    ),
    KeyBinding(.logsPane, "3", "", in: KeyContext.rows, "Goes to Logs."),
    KeyBinding(.alarmsPane, "4", "", in: KeyContext.rows, "Goes to Alarms."),
    KeyBinding(.nextPane, "tab", "next pane", in: fieldsAndRows, "Goes to the next pane."),
    KeyBinding(.previousPane, "shift-tab", "", in: fieldsAndRows, "Goes to the pane before."),
    KeyBinding(
      .zoom,
      "z",
      "zoom",
      in: KeyContext.rows,
      "Gives the pane the whole screen, or takes it back."
    ),
    KeyBinding(
      .theme,
      "T",
      "",
      in: KeyContext.rows,
      "Draws with the next theme."
    ),
    KeyBinding(
      .help,
      "?",
      "help",
      in: KeyContext.rows.union(KeyContext.pages),
      "Shows what keys do here."
    ),
    KeyBinding(.redraw, "ctrl-l", "", in: KeyContext.everywhere, "Draws the screen anew."),
    KeyBinding(
      .suspend,
      "ctrl-z",
      "",
      in: KeyContext.everywhere,
      "Goes to the shell until `fg`."
    ),
    KeyBinding(.quitFromField, "ctrl-c", "quit", in: KeyContext.typing, "Ends the program."),
    KeyBinding(
      .quit,
      "q ctrl-c",
      "quit",
      in: KeyContext.everywhere.subtracting(KeyContext.typing),
      "Ends the program, always and at once."
    ),
  ]
}
