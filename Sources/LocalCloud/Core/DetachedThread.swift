internal import Glibc

/// A thread of its own for what blocks.
final class DetachedThread {
  /// Why there is no thread: the system's words.
  struct Failure: Error, Hashable, Sendable {
    /// What `strerror` says, in lower case: `resource temporarily unavailable`.
    let reason: String
  }

  /// Starts a thread that runs what it is given, as `start` does.
  typealias Starter =
    @Sendable (_ body: @escaping @Sendable () -> Void) throws(DetachedThread.Failure) -> Void

  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// Runs `body` on a new thread.
  ///
  /// - Throws: `Failure` where the system has none left; `body` has then not been run.
  @Sendable static func start(_ body: @escaping @Sendable () -> Void) throws(Failure) {
    let argument = Unmanaged.passRetained(DetachedThread(body)).toOpaque()
    var thread = pthread_t()
    let code = pthread_create(
      &thread,
      nil,
      { argument in
        if let argument {
          Unmanaged<DetachedThread>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      },
      argument
    )
    guard code == 0 else {
      Unmanaged<DetachedThread>.fromOpaque(argument).release()
      throw Failure(reason: String(cString: strerror(code)).lowercased())
    }
    pthread_detach(thread)
  }
}
