package import AWSWire

extension CloudTimer {
  /// Waits until `due`, or until the task is cancelled; `key` must be used by nobody else.
  package func pause(_ key: String, until due: Instant) async {
    let race = Race<Void>()
    schedule(key, at: due) { race.settle(()) }
    await withTaskCancellationHandler {
      await race.outcome()
    } onCancel: {
      race.settle(())
    }
    cancel(key)
  }
}
