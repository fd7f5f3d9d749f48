internal import CNCurses
internal import Glibc

/// The file in memory that ncurses writes to instead of the terminal.
///
/// ncurses writes and blocks; taking its bytes from memory lets the session write whole updates,
/// count them, and never hang on a terminal that does not read.
final class CursesOutput {
  /// What `newterm` writes to and reads from.
  let writing: UnsafeMutablePointer<FILE>
  /// What ncurses would read keys from.
  let reading: UnsafeMutablePointer<FILE>

  /// Makes the file.
  ///
  /// - Throws: `TerminalError.system`
  init() throws(TerminalError) {
    let closeOnExec: UInt32 = 1
    let memory = memfd_create("rollcall-screen", closeOnExec)
    guard memory >= 0 else { throw .system(operation: "memfd_create", code: errno) }
    guard let output = fdopen(memory, "w") else {
      throw .system(operation: "fdopen", code: errno)
    }
    guard let input = fopen("/dev/null", "re") else {
      throw .system(operation: "open /dev/null", code: errno)
    }
    writing = output
    reading = input
  }

  deinit {
    fclose(writing)
    fclose(reading)
  }

  /// Takes out what was written since the last time.
  func drain() -> [UInt8] {
    fflush(writing)
    let file = fileno(writing)
    let length = lseek(file, 0, SEEK_CUR)
    guard length > 0 else { return [] }
    let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      count = max(0, pread(file, buffer.baseAddress, length, 0))
    }
    _ = ftruncate(file, 0)
    _ = lseek(file, 0, SEEK_SET)
    return bytes
  }
}
