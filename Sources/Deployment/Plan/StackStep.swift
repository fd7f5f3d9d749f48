/// What is wanted of a stack.
package enum StackIntent: Hashable, Sendable, CaseIterable {
  /// That it is as the template says.
  case deploy
  /// That it is gone.
  case destroy
}

/// The next step towards what is wanted, from how the stack stands; a pure function of it.
package enum StackStep: Hashable, Sendable {
  /// Make the stack, by a change set of type CREATE or IMPORT.
  case create
  /// Change the stack, by a change set of type UPDATE.
  case update
  /// Follow the operation that runs to its end, and look again.
  case follow
  /// Delete the remains of a stack that never came to be, and look again.
  case deleteRemains
  /// Delete the stack.
  case delete
  /// Take up a rollback that got stuck, and look again.
  case continueRollback
  /// Take back an update that failed and was left as it was, and look again.
  case rollBack
  /// There is nothing to do.
  case nothing
  /// No step from here leads there.
  case stop

  /// The next step.
  ///
  /// - Parameters:
  ///   - intent: what is wanted.
  ///   - status: how the stack stands; `nil` where there is none.
  ///   - hasResources: whether the stack holds any resource.
  ///   - tried: the steps that were taken already; one that mends is taken once.
  /// - Returns: the step to take.
  package static func next(
    _ intent: StackIntent,
    status: StackStatus?,
    hasResources: Bool = true,
    tried: Set<StackStep> = []
  ) -> StackStep {
    guard let status, status != .deleteComplete else {
      return intent == .deploy ? .create : .nothing
    }
    if status.isInProgress { return .follow }
    let step =
      switch intent {
      case .deploy: deploying(status, hasResources)
      case .destroy: StackStep.delete
      }
    return step.mends && tried.contains(step) ? .stop : step
  }

  /// Whether the step leads to another status from which to go on; taken twice it would go in circles.
  private var mends: Bool {
    [.deleteRemains, .delete, .continueRollback, .rollBack].contains(self)
  }

  private static func deploying(_ status: StackStatus, _ hasResources: Bool) -> StackStep {
    switch status {
    case .reviewInProgress: .create
    case .createComplete, .updateComplete, .updateRollbackComplete, .importComplete: .update
    // A stack that was to begin with an import, and did not, has nothing to go back to.
    case .importRollbackComplete: hasResources ? .update : .deleteRemains
    case .createFailed, .rollbackComplete, .rollbackFailed, .deleteFailed: .deleteRemains
    case .updateRollbackFailed: .continueRollback
    case .updateFailed: .rollBack
    default: .stop
    }
  }
}
