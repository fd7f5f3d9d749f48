internal import GRDB
package import JSONValue

extension LogsService: StreamingService {
  /// Opens a live tail; `nil` where another operation is asked for.
  ///
  /// - Throws: `CloudError` as `StartLiveTail` answers.
  package func openStream(
    _ operation: String,
    _ input: JSON,
    _ context: CallContext
  ) async throws -> (any MessageStream)? {
    guard operation == "StartLiveTail" else { return nil }
    let input = CallInput(input, code: "InvalidParameterException")
    let request = try LiveTailRequest(input, identity: identity)
    let names = request.groups.map(\.name)
    try await database.read { db in
      for name in names {
        guard try LogStore.requireGroup(name, in: db).logClass == .standard else {
          throw CloudError(
            "InvalidOperationException",
            "Live Tail is supported only for log groups of the STANDARD class."
          )
        }
      }
    }
    let session = LiveTailSession(
      request,
      requestID: context.requestID,
      identity: identity,
      timer: timer,
      hub: tails
    )
    try tails.join(session)
    return session
  }
}
