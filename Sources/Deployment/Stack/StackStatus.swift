/// How a stack stands; the names are CloudFormation's.
package enum StackStatus: String, CaseIterable, Hashable, Sendable {
  /// It is being made.
  case createInProgress = "CREATE_IN_PROGRESS"
  /// It was not made, and what was made of it stays.
  case createFailed = "CREATE_FAILED"
  /// It was made.
  case createComplete = "CREATE_COMPLETE"
  /// What was made of it is being taken back.
  case rollbackInProgress = "ROLLBACK_IN_PROGRESS"
  /// Taking it back failed.
  case rollbackFailed = "ROLLBACK_FAILED"
  /// It was not made, and is empty.
  case rollbackComplete = "ROLLBACK_COMPLETE"
  /// It is being deleted.
  case deleteInProgress = "DELETE_IN_PROGRESS"
  /// Some of it could not be deleted.
  case deleteFailed = "DELETE_FAILED"
  /// It is gone.
  case deleteComplete = "DELETE_COMPLETE"
  /// It is being changed.
  case updateInProgress = "UPDATE_IN_PROGRESS"
  /// It was changed, and what was replaced is being removed.
  case updateCleanupInProgress = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"
  /// It was changed.
  case updateComplete = "UPDATE_COMPLETE"
  /// The change failed and was left as it was.
  case updateFailed = "UPDATE_FAILED"
  /// A change is being taken back.
  case updateRollbackInProgress = "UPDATE_ROLLBACK_IN_PROGRESS"
  /// Taking a change back failed.
  case updateRollbackFailed = "UPDATE_ROLLBACK_FAILED"
  /// A change was taken back, and what it made is being removed.
  case updateRollbackCleanupInProgress = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"
  /// A change was taken back.
  case updateRollbackComplete = "UPDATE_ROLLBACK_COMPLETE"
  /// It is only under review, and holds nothing.
  case reviewInProgress = "REVIEW_IN_PROGRESS"
  /// Resources are being imported.
  case importInProgress = "IMPORT_IN_PROGRESS"
  /// Resources were imported.
  case importComplete = "IMPORT_COMPLETE"
  /// An import is being taken back.
  case importRollbackInProgress = "IMPORT_ROLLBACK_IN_PROGRESS"
  /// Taking an import back failed.
  case importRollbackFailed = "IMPORT_ROLLBACK_FAILED"
  /// An import was taken back.
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
