internal import Glibc

/// A thread of its own for what blocks.
final class DetachedThread {
  private let body: @Sendable () -> Void

  private init(_ body: @escaping @Sendable () -> Void) { self.body = body }

  /// Runs `body` on a new thread; on the calling one where the system has none left.
  static func start(_ body: @escaping @Sendable () -> Void) {
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
    if code == 0 {
      pthread_detach(thread)
    } else {
      Unmanaged<DetachedThread>.fromOpaque(argument).takeRetainedValue().body()
    }
  }
}
