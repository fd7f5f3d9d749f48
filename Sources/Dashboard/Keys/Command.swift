/// Something a key can ask for; the raw value is its name in the configuration.
package enum Command: String, Hashable, Sendable, CaseIterable {
  /// Looks an id up.
  case lookUp = "look-up"
  /// Starts a run.
  case submit
  /// Takes what was typed.
  case accept
  /// Does what the question asks about.
  case confirm
  /// Answers a question with no.
  case decline
  /// Gives the keys to the rows.
  case leaveField = "leave-field"
  /// Gives the keys to the field.
  case enterField = "enter-field"
  /// Opens the selected row over the panes.
  case open
  /// Shows why what is selected or opened is as it is.
  case why
  /// Shows all log lines of the selected incident in the Logs pane.
  case allLines = "all-lines"
  /// Goes the first way on from what is explained.
  case follow1 = "follow-1"
  /// Goes the second way on.
  case follow2 = "follow-2"
  /// Goes the third way on.
  case follow3 = "follow-3"
  /// Goes the fourth way on.
  case follow4 = "follow-4"
  /// Goes the fifth way on.
  case follow5 = "follow-5"
  /// Goes the sixth way on.
  case follow6 = "follow-6"
  /// Inserts the selected id.
  case insert
  /// Asks whether the selected id should be deleted.
  case delete
  /// Undoes the last insert or delete.
  case undo
  /// Asks whether a run should be stopped.
  case stopRun = "stop-run"
  /// Asks whether a run should go on from where it broke.
  case redrive
  /// Asks whether a run should be started with the same input.
  case runAgain = "run-again"
  /// Compares a run with the last one that ended well.
  case compare
  /// Asks whether the alarm should be muted or unmuted.
  case mute
  /// Asks which state the alarm should be put into.
  case setState = "set-state"
  /// Chooses the next of what a question offers.
  case nextChoice = "next-choice"
  /// Stops following and fetching, or goes on.
  case pause
  /// Opens the line in which a filter is typed.
  case filter
  /// Goes to the next error in the log.
  case nextError = "next-error"
  /// Goes to the error before in the log.
  case previousError = "previous-error"
  /// Goes to the filter's next match.
  case nextMatch = "next-match"
  /// Goes to the filter's match before.
  case previousMatch = "previous-match"
  /// Leaves routine lines out, or shows them.
  case brief
  /// Opens the list of fields that may have columns in the log.
  case columns
  /// Gives the selected field a column, or takes it away.
  case toggleColumn = "toggle-column"
  /// Moves the selected field's column to the left.
  case columnEarlier = "column-earlier"
  /// Moves the selected field's column to the right.
  case columnLater = "column-later"
  /// Folds the lines of each invocation under its report, or shows all.
  case fold
  /// Shows the lines that are folded under the selected report.
  case openFold = "open-fold"
  /// Folds the lines of the selected line's invocation again.
  case closeFold = "close-fold"
  /// Gives the keys to the bars above the log.
  case bars
  /// Shows the bars above the log, or hides them.
  case showBars = "show-bars"
  /// Chooses the next bar.
  case nextBar = "next-bar"
  /// Chooses the bar before.
  case previousBar = "previous-bar"
  /// Has the service choose the log lines that are read, by a filter pattern.
  case pattern
  /// Chooses the groups whose log lines are read.
  case groups
  /// Opens the line in which a moment of the log is typed.
  case jump
  /// Asks where to save lines of the log, or rows of Customers.
  case save
  /// Saves other rows.
  case saveScope = "save-scope"
  /// Saves in another format.
  case saveFormat = "save-format"
  /// Marks the selected line of the log, or takes its mark away.
  case mark
  /// Goes to the next marked line of the log.
  case nextMark = "next-mark"
  /// Goes to the marked line of the log before.
  case previousMark = "previous-mark"
  /// Wraps long lines, or cuts them.
  case wrap
  /// Sorts the rows another way.
  case sort
  /// Fetches now what is shown.
  case refresh
  /// Puts what is selected or opened on the clipboard.
  case copy
  /// Shows times another way.
  case times
  /// Goes one row or line up.
  case up
  /// Goes one row or line down.
  case down
  /// Goes one page up.
  case pageUp = "page-up"
  /// Goes one page down.
  case pageDown = "page-down"
  /// Goes to the first row or line.
  case top
  /// Goes to the last row or line; follows the log.
  case bottom
  /// Goes to the next section of a page.
  case nextSection = "next-section"
  /// Goes to the section of a page before.
  case previousSection = "previous-section"
  /// Takes the uppermost layer, the filter or the zoom away.
  case back
  /// Goes to Customers.
  case customersPane = "customers-pane"
  /// Goes to Workflow.
  case workflowPane = "workflow-pane"
  /// Goes to Logs.
  case logsPane = "logs-pane"
  /// Goes to Alarms.
  case alarmsPane = "alarms-pane"
  /// Opens the backend at a glance, or closes it.
  case overview
  /// Goes to the next pane.
  case nextPane = "next-pane"
  /// Goes to the pane before.
  case previousPane = "previous-pane"
  /// Gives the pane the whole screen, or takes it back.
  case zoom
  /// Opens the list of themes.
  case theme
  /// Opens the list of contexts.
  case context
  /// Opens the line in which a command is typed.
  case prompt
  /// Fills in what fits what was typed.
  case complete
  /// Fills in what fits, the other way round.
  case completeBack = "complete-back"
  /// Shows the command typed before.
  case olderCommand = "older-command"
  /// Shows the command typed after.
  case newerCommand = "newer-command"
  /// Writes the screen to a file as a picture.
  case screenshot
  /// Shows what keys do here.
  case help
  /// Draws the screen anew.
  case redraw
  /// Goes to the shell until it continues.
  case suspend
  /// Ends the program where characters are text.
  case quitFromField = "quit-from-field"
  /// Ends the program.
  case quit
}
