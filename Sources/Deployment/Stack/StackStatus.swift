/// How a stack stands; the names are CloudFormation's.
package enum StackStatus: String, CaseIterable, Hashable, Sendable {
  case createInProgress = "CREATE_IN_PROGRESS"
  case createFailed = "CREATE_FAILED"
  case createComplete = "CREATE_COMPLETE"
  case rollbackInProgress = "ROLLBACK_IN_PROGRESS"
  case rollbackFailed = "ROLLBACK_FAILED"
  case rollbackComplete = "ROLLBACK_COMPLETE"
  case deleteInProgress = "DELETE_IN_PROGRESS"
  case deleteFailed = "DELETE_FAILED"
  case deleteComplete = "DELETE_COMPLETE"
  case updateInProgress = "UPDATE_IN_PROGRESS"
  case updateCleanupInProgress = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
  case updateComplete = "UPDATE_COMPLETE"
  case updateFailed = "UPDATE_FAILED"
  case updateRollbackInProgress = "UPDATE_ROLLBACK_IN_PROGRESS"
  case updateRollbackFailed = "UPDATE_ROLLBACK_FAILED"
  case updateRollbackCleanupInProgress = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
  case updateRollbackComplete = "UPDATE_ROLLBACK_COMPLETE"
  case reviewInProgress = "REVIEW_IN_PROGRESS"
  case importInProgress = "IMPORT_IN_PROGRESS"
  case importComplete = "IMPORT_COMPLETE"
  case importRollbackInProgress = "IMPORT_ROLLBACK_IN_PROGRESS"
  case importRollbackFailed = "IMPORT_ROLLBACK_FAILED"
  case importRollbackComplete = "IMPORT_ROLLBACK_COMPLETE"

  /// Whether CloudFormation is at work; a review waits for us.
  package var isInProgress: Bool {
    self != .reviewInProgress && rawValue.hasSuffix("_IN_PROGRESS")
  }

  /// Whether what was last asked for is in effect.
  package var isSuccess: Bool {
    [.createComplete, .updateComplete, .importComplete, .deleteComplete].contains(self)
  }
}
