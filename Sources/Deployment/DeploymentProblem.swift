package import AWSWire

/// Why a deployment did not come to its end, where no call of ours failed.
package enum DeploymentProblem: Error, Hashable, Sendable {
  /// The template has no such parameter.
  case unknownParameter(String, known: [String])
  /// The stack is there already, under another prefix.
  case otherPrefix(wanted: String, existing: String)
  /// Resources of these names are there already, outside of the stack.
  case namesTaken([ExistingResource])
  /// Some of what is there cannot become part of the stack.
  case cannotImport([ExistingResource])
  /// The bucket's name belongs to another account.
  case foreignBucket(String)
  /// Nothing says what the functions' code is.
  case noArtifact
  /// The template was refused before anything was changed.
  case changeSetFailed(String)
  /// Nobody agreed to the changes.
  case declined
  /// The stack stands so that nothing can be done from here.
  case stuck(StackStatus, reason: String)
  /// The operation failed; what it had changed was taken back where the status says so.
  case operationFailed(FailureReport)
  /// The stack of that name is something else.
  case notOurs(String)
  /// The stack has no such output.
  case outputMissing(String)
  /// The table that was named is not the backend's.
  case otherTable(named: String, actual: String)
  /// The stack could not be looked at for too long; the operation goes on without us.
  case lostSight(AWSError)
}
