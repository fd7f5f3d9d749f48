extension KeyTable {
  /// The keys as they come, in the order in which the footer names them.
  static let bindings: [KeyBinding] =
    actions + runKeys + whyKeys + logKeys + logLayerKeys + rowKeys + movement + palette + screen

  private static let fieldsAndRows = KeyContext.rows.union(KeyContext.fields)
  private static let scrolling = KeyContext.rows.union(KeyContext.pages).union([.help, .columns])
  /// Where rows or the overview have the keys.
  static let rowsAndOverview = KeyContext.rows.union([.overview])
  private static let movingKeys = KeyContext.pages.union([.help])
  private static let lineKeys = movingKeys.subtracting([.execution, .why])
  private static let movingOrChoosing = lineKeys.union([.columns])

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
    KeyBinding(.accept, "enter", "run", in: [.prompt], "Does what was typed."),
    KeyBinding(.accept, "enter", "keep", in: [.themeList], "Keeps the theme that is drawn with."),
    KeyBinding(
      .accept,
      "enter",
      "change to it",
      in: [.contextList],
      "Changes to the selected context; everything begins anew with it."
    ),
    KeyBinding(
      .accept,
      "enter",
      "go there",
      in: [.jump],
      "Goes to the first line from that time on."
    ),
    KeyBinding(.accept, "enter", "save", in: [.save], "Saves into that file."),
    KeyBinding(.accept, "enter", "go there", in: [.bars], "Goes to the first line of the bar."),
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
      .open,
      "enter",
      "open",
      in: [.overview],
      "Goes to the selected part's pane: a function's log, the workflow, the alarms, the table.",
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
      .undo,
      "u",
      "undo",
      in: [.customersRows],
      "Undoes the last insert or delete that was done here.",
      unless: { $0.undoRefusal }
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
      in: [.execution, .alarm, .comparison, .why, .overview],
      "Fetches now what is shown."
    ),
    KeyBinding(
      .save,
      "ctrl-s",
      "save",
      in: [.logs, .logEvent],
      "Saves lines as text, JSON Lines or CSV: the marked ones, the selected one, or all.",
      unless: { $0.saveRefusal }
    ),
    KeyBinding(
      .save,
      "ctrl-s",
      "",
      in: [.customersField, .customersRows],
      "Saves the ids below the field as CSV.",
      unless: { $0.saveRefusal }
    ),
    copying("the selected id", in: [.customersRows]),
    copying("the selected run's ARN", in: [.workflowRows]),
    copying("the selected line, as it was written", in: [.logs]),
    copying("the selected alarm's ARN", in: [.alarms]),
    copying("the ARN of what is shown", in: [.execution, .alarm]),
    copying("the line, as it was written", in: [.logEvent]),
    copying("the selected part's ARN or name", in: [.overview]),
    copying("the reason and the lines of the request, as text", in: [.why]),
    copying("the request's id, else the run's ARN", in: [.runPart]),
    copying("the ARN of the run", in: [.comparison]),
    KeyBinding(
      .times,
      "t",
      "times",
      in: scrolling.subtracting([.help, .columns]),
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
    KeyBinding(.up, "up k", "", in: [.overview], "Goes to the part above."),
    KeyBinding(.down, "down j", "move", in: [.overview], "Goes to the part below."),
    KeyBinding(.nextSection, "right l", "", in: [.overview], "Goes to the part on the right."),
    KeyBinding(.previousSection, "left h", "", in: [.overview], "Goes to the part on the left."),
    KeyBinding(.down, "down j", "scroll", in: lineKeys, "Goes one line down."),
    KeyBinding(
      .up,
      "up k",
      "",
      in: [.execution],
      "Chooses the state or event above, or goes one line up."
    ),
    KeyBinding(
      .down,
      "down j",
      "choose",
      in: [.execution],
      "Chooses the state or event below, or goes one line down."
    ),
    KeyBinding(.up, "up k", "", in: movingOrChoosing, "Goes one line up."),
    KeyBinding(.down, "down j", "", in: [.columns], "Goes one line down."),
    KeyBinding(.down, "down j", "", in: KeyContext.rows, "Goes one row down."),
    KeyBinding(.top, "g home", "", in: [.bars], "Chooses the first bar."),
    KeyBinding(.bottom, "G end", "", in: [.bars], "Chooses the last bar."),
    KeyBinding(.pageUp, "pgup ctrl-b", "", in: [.bars], "Chooses the tenth bar before."),
    KeyBinding(.pageDown, "pgdn ctrl-f", "", in: [.bars], "Chooses the tenth bar after."),
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
    KeyBinding(.top, "g home", "", in: [.overview], "Goes to the first part."),
    KeyBinding(.bottom, "G end", "", in: [.overview], "Goes to the last part."),
    KeyBinding(
      .top,
      "g home",
      "",
      in: movingOrChoosing.union([.execution]),
      "Goes to the first line."
    ),
    KeyBinding(
      .bottom,
      "G end",
      "",
      in: [.customersRows, .workflowRows, .alarms],
      "Goes to the last row."
    ),
    KeyBinding(
      .bottom,
      "G end",
      "",
      in: movingOrChoosing.union([.execution, .why]),
      "Goes to the last line."
    ),
    KeyBinding(
      .nextSection,
      "right l",
      "",
      in: [.execution, .alarm, .runPart, .comparison, .why],
      "Goes to the next section."
    ),
    KeyBinding(
      .previousSection,
      "left h",
      "",
      in: [.execution, .alarm, .runPart, .comparison, .why],
      "Goes to the section before."
    ),
    KeyBinding(
      .back,
      "esc",
      "back",
      in: KeyContext.pages.union(KeyContext.lists).union([
        .help, .filter, .prompt, .overview, .columns, .bars, .jump, .save,
      ]),
      "Goes back to what was there before."
    ),
    KeyBinding(
      .back,
      "esc",
      "",
      in: KeyContext.rows.subtracting([.customersRows]),
      "Goes back to the overview if that led here; else takes the filter, then the zoom, away."
    ),
    KeyBinding(
      .back,
      "esc",
      "",
      in: [.customersRows],
      "Goes back to the overview if that led here; else takes the filter away, stops a pasted list, puts it away, takes the zoom away."
    ),
  ]

  private static let palette: [KeyBinding] = [
    KeyBinding(
      .prompt,
      ":",
      "",
      in: rowsAndOverview.union(KeyContext.pages),
      "Opens the line in which a command is typed by its name."
    ),
    KeyBinding(
      .theme,
      "T",
      "",
      in: rowsAndOverview.union(KeyContext.pages),
      "Opens the list of themes, each drawn with as soon as it is selected."
    ),
    KeyBinding(
      .context,
      "C",
      "",
      in: rowsAndOverview.union(KeyContext.pages),
      "Opens the list of contexts, to look at another backend."
    ),
    KeyBinding(
      .complete,
      "tab",
      "complete",
      in: [.prompt],
      "Fills in what all that fit have in common, then one after the other."
    ),
    KeyBinding(.completeBack, "shift-tab", "", in: [.prompt], "Fills in the one before."),
    KeyBinding(
      .olderCommand,
      "up ctrl-p",
      "history",
      in: [.prompt],
      "Shows the command before that begins as what was typed."
    ),
    KeyBinding(.newerCommand, "down ctrl-n", "", in: [.prompt], "Shows the command after."),
    KeyBinding(.up, "up k", "", in: KeyContext.lists, "Goes one row up."),
    KeyBinding(.down, "down j", "", in: KeyContext.lists, "Goes one row down."),
    KeyBinding(.top, "g home", "", in: KeyContext.lists, "Goes to the first row."),
    KeyBinding(.bottom, "G end", "", in: KeyContext.lists, "Goes to the last row."),
  ]

  private static let screen: [KeyBinding] = [
    KeyBinding(
      .overview,
      "0",
      "",
      in: rowsAndOverview,
      "Shows the whole backend at a glance, or the panes again."
    ),
    KeyBinding(.customersPane, "1", "", in: rowsAndOverview, "Goes to Customers, to type an id."),
    KeyBinding(
      .workflowPane,
      "2",
      "",
      in: rowsAndOverview,
      "Goes to Workflow, to type an id to submit."
    ),
    KeyBinding(.logsPane, "3", "", in: rowsAndOverview, "Goes to Logs."),
    KeyBinding(.alarmsPane, "4", "", in: rowsAndOverview, "Goes to Alarms."),
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
      .screenshot,
      "P",
      "",
      in: KeyContext.rows.union(KeyContext.pages),
      "Writes what the screen shows to a file; its name may end in .svg, .txt or .ansi."
    ),
    KeyBinding(
      .help,
      "?",
      "help",
      in: rowsAndOverview.union(KeyContext.pages),
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
