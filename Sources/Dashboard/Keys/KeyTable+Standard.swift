extension KeyTable {
  /// The keys as they come, in the order in which the footer names them.
  static let bindings: [KeyBinding] = actions + logKeys + rowKeys + movement + screen

  private static let fieldsAndRows = KeyContext.rows.union(KeyContext.fields)
  private static let scrolling = KeyContext.rows.union(KeyContext.pages).union([.help])
  private static let movingKeys = KeyContext.pages.union([.help])

  private static let actions: [KeyBinding] = [
    KeyBinding(
      .lookUp,
      "enter",
      "look up",
      in: [.customersField, .customersRows],
      "Looks the typed or selected id up."
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
      in: [.filter, .confirmTyping],
      "Takes what was typed as the filter, or as the answer."
    ),
    KeyBinding(
      .confirmDelete,
      "y",
      "delete",
      in: [.confirm],
      "Deletes the id that the question names."
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
      .enterField,
      "f",
      "field",
      in: [.customersRows, .workflowRows],
      "Goes to the field above the rows."
    ),
  ]

  private static let logKeys: [KeyBinding] = [
    KeyBinding(
      .pause,
      "space p",
      "pause",
      in: KeyContext.rows,
      "Stops following and fetching, or goes on with both."
    ),
    KeyBinding(.filter, "/", "filter", in: KeyContext.rows, "Shows only rows with a text in them."),
    KeyBinding(.nextError, "e", "next error", in: [.logs], "Goes to the next error."),
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
    KeyBinding(.wrap, "w", "wrap", in: [.logs, .logEvent], "Wraps long lines, or cuts them."),
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
      in: KeyContext.rows.union([.execution, .alarm]),
      "Fetches now what the pane shows."
    ),
    KeyBinding(
      .copy,
      "y",
      "copy",
      in: KeyContext.rows.union(KeyContext.pages),
      "Copies the selected id, ARN, line or name.",
      unless: { $0.copyRefusal }
    ),
    KeyBinding(
      .times,
      "t",
      "times",
      in: scrolling.subtracting([.help]),
      "Shows times as age, in local time or in UTC."
    ),
  ]

  private static let movement: [KeyBinding] = [
    KeyBinding(
      .up,
      "up k",
      "",
      in: scrolling,
      "Goes one row up; from the first one into the field."
    ),
    KeyBinding(.down, "down j", "scroll", in: movingKeys, "Goes one line down."),
    KeyBinding(.down, "down j", "", in: KeyContext.rows, "Goes one row down."),
    KeyBinding(.pageUp, "pgup ctrl-b", "", in: scrolling, "Goes one page up."),
    KeyBinding(.pageDown, "pgdn ctrl-f", "", in: scrolling, "Goes one page down."),
    KeyBinding(.top, "g home", "", in: scrolling, "Goes to the first row."),
    KeyBinding(
      .bottom,
      "G end",
      "",
      in: scrolling,
      "Goes to the last row; in Logs it follows again."
    ),
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
    KeyBinding(.customersPane, "1", "", in: KeyContext.rows, "Goes to Customers."),
    KeyBinding(.workflowPane, "2", "", in: KeyContext.rows, "Goes to Workflow."),
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
      "Draws with the next theme.",
      unless: { $0.themes.count < 2 ? "there is no other theme" : nil }
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
