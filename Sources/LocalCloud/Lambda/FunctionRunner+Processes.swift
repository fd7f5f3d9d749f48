internal import AWSWire

extension FunctionRunner {
  /// What runs uploaded code, where there can be any.
  var processes: FunctionProcesses? { around.processes }

  /// The region in ARNs.
  var region: String { around.identity.region }

  /// A new random id.
  func newIdentifier() -> String { around.identifiers.uuid() }

  /// How many invocations of a function may run at once where it does not say.
  func concurrencyLimit(of function: String) -> Int {
    (try? around.processes?.store.code(of: function))?.digest == nil
      ? FunctionRunner.concurrencyLimit : FunctionProcesses.concurrencyLimit
  }

  /// Gives an environment back; its process is ended when nobody has needed it for a while.
  func give(
    back environment: ExecutionEnvironment,
    to environments: ExecutionEnvironments,
    isUsable: Bool
  ) {
    environments.give(back: environment, isUsable: isUsable)
    guard environment.process != nil else { return }
    around.timer.schedule(
      "lambda-idle-\(environment.stream)",
      at: around.timer.now + FunctionProcesses.idleMilliseconds
    ) {
      environments.endIdle(environment.stream)
    }
  }
}
