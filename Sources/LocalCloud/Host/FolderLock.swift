internal import Glibc

/// The lock that makes one process the owner of a data folder; the system lets go of it when the
/// process ends in whatever way.
final class FolderLock: Sendable {
  private let descriptor: CInt

  private init(descriptor: CInt) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Takes the lock of `folder`; `nil` where another process has it.
  ///
  /// - Throws: `CloudFileError` where the lock's file cannot be made.
  static func tryTaking(folder: String) throws -> FolderLock? {
    let descriptor = try openFile(folder)
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return FolderLock(descriptor: descriptor) }
    close(descriptor)
    return nil
  }

  /// Waits for the lock on a thread of its own and hands it to `taken`; where that does not keep it,
  /// the lock is let go again.
  ///
  /// - Throws: `CloudFileError` where the lock's file cannot be made.
  static func wait(
    folder: String,
    taken: @escaping @Sendable (FolderLock) -> Void
  ) throws {
    let descriptor = try openFile(folder)
    let order = LockWait(descriptor: descriptor, taken: taken)
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(order).toOpaque()
    let code = pthread_create(
      &thread,
      nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<LockWait>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      },
      argument
    )
    guard code == 0 else {
      Unmanaged<LockWait>.fromOpaque(argument).release()
      close(descriptor)
      throw CloudFileError(path: folder, detail: String(cString: strerror(code)))
    }
    pthread_detach(thread)
  }

  private static func openFile(_ folder: String) throws -> CInt {
    let path = "\(folder)/lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CloudFileError(path: path, detail: String(cString: strerror(errno)))
    }
    return descriptor
  }

  /// One blocking wait.
  private final class LockWait {
    private let descriptor: CInt
    private let taken: @Sendable (FolderLock) -> Void

    init(descriptor: CInt, taken: @escaping @Sendable (FolderLock) -> Void) {
      self.descriptor = descriptor
      self.taken = taken
    }

    func run() {
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else {
          close(descriptor)
          return
        }
      }
      taken(FolderLock(descriptor: descriptor))
    }
  }
}
