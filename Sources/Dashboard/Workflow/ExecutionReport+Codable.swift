package import CustomerDomain

extension ExecutionReport: LaidOut {
  /// The run.
  package var source: ExecutionDetail { detail }
}
