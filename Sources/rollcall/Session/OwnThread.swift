internal import Foundation
internal import Glibc

/// Threads for work that blocks: the pool has as many as the machine has cores, perhaps one.
enum OwnThread {
  /// Names the present thread; Foundation's name does not reach the system.
  private static func setName(_ name: String) {
    let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    let bytes = Array(name.utf8.prefix(15))
    _ = write(file, bytes, bytes.count)
    close(file)
  }

  /// Runs `body` on a thread of its own and waits for it without holding one of the pool's.
  ///
  /// - Parameters:
  ///   - name: what the thread is called in `top -H`; 15 bytes at most.
  ///   - body: what is done there.
  /// - Returns: what `body` gives.
  static func run<Value: Sendable>(
    _ name: String,
    _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      let thread = Thread {
        OwnThread.setName(name)
        continuation.resume(returning: body())
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
  }
}
