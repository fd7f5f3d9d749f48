/// Something a key can ask for; the raw value is its name in the configuration.
package enum Command: String, Hashable, Sendable, CaseIterable {
  case lookUp = "look-up"
  case submit
  case accept
  case confirmDelete = "confirm-delete"
  case decline
  case leaveField = "leave-field"
  case enterField = "enter-field"
  case open
  case insert
  case delete
  case pause
  case filter
  case nextError = "next-error"
  case previousError = "previous-error"
  case nextMatch = "next-match"
  case previousMatch = "previous-match"
  case brief
  case wrap
  case sort
  case refresh
  case copy
  case times
  case up
  case down
  case pageUp = "page-up"
  case pageDown = "page-down"
  case top
  case bottom
  case nextSection = "next-section"
  case previousSection = "previous-section"
  case back
  case customersPane = "customers-pane"
  case workflowPane = "workflow-pane"
  case logsPane = "logs-pane"
  case alarmsPane = "alarms-pane"
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case zoom
  case theme
  case help
  case redraw
  case suspend
  case quitFromField = "quit-from-field"
  case quit
}
