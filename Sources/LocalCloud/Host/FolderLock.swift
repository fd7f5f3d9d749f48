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
  /// - Throws: `CloudFileError` where the lock's file cannot be made, or no thread is left.
  static func wait(
    folder: String,
    taken: @escaping @Sendable (FolderLock) -> Void
  ) throws {
    let descriptor = try openFile(folder)
    do {
      try DetachedThread.start {
        while flock(descriptor, LOCK_EX) != 0 {
          guard errno == EINTR else {
            close(descriptor)
            return
          }
        }
        taken(FolderLock(descriptor: descriptor))
      }
    } catch {
      close(descriptor)
      throw CloudFileError(path: folder, detail: error.reason)
    }
  }

  private static func openFile(_ folder: String) throws -> CInt {
    let path = "\(folder)/lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw CloudFileError(path: path, code: errno)
    }
    return descriptor
  }
}
