internal import Glibc
internal import Synchronization

/// A piece of the scrollback's text: an unnamed file that only this process can read, or memory
/// where there is no room for a file.
///
/// It only grows; what was written stays as it is until the last one who holds it lets go.
final class LogSegment: Sendable {
  /// Why text cannot be written to a file: the system's number.
  struct Failure: Error, Hashable, Sendable {
    /// The system's number.
    let code: Int32

    /// The reason in words.
    var words: String { String(cString: strerror(code)) }
  }

  private struct Content {
    var count = 0
    var memory: [UInt8] = []
  }

  private let descriptor: Int32?
  private let content = Mutex(Content())

  /// Begins in memory.
  init() { descriptor = nil }

  /// Begins in an unnamed file in a folder.
  ///
  /// - Throws: `Failure` where none can be made there.
  init(in folder: String) throws(Failure) {
    // O_TMPFILE of Linux's <fcntl.h>, which Swift does not import.
    let unnamed: Int32 = 0o20_000_000 | O_DIRECTORY
    var opened = open(folder, unnamed | O_RDWR | O_CLOEXEC, 0o600)
    if opened < 0, [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) {
      var template = Array("\(folder)/rollcall-log-XXXXXX".utf8CString)
      opened = mkstemp(&template)
      if opened >= 0 {
        unlink(template)
        _ = fcntl(opened, F_SETFD, FD_CLOEXEC)
      }
    }
    guard opened >= 0 else { throw Failure(code: errno) }
    descriptor = opened
  }

  deinit {
    if let descriptor { close(descriptor) }
  }

  /// How many bytes were written.
  var count: Int { content.withLock { $0.count } }

  /// Adds bytes at the end, and tells where they begin; where that fails, it is as it was before.
  ///
  /// - Throws: `Failure`, such as for a full disk.
  func append(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Int {
    let result: Result<Int, Failure> = content.withLock { content in
      let start = content.count
      if let code = write(bytes, at: start, memory: &content.memory) {
        return .failure(Failure(code: code))
      }
      content.count += bytes.count
      return .success(start)
    }
    return try result.get()
  }

  private func write(_ bytes: ArraySlice<UInt8>, at start: Int, memory: inout [UInt8]) -> Int32? {
    guard let descriptor else {
      memory += bytes
      return nil
    }
    return bytes.withUnsafeBytes { bytes in
      var written = 0
      while written < bytes.count {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
        let step = pwrite(descriptor, rest.baseAddress, rest.count, off_t(start + written))
        if step == 0 { return ENOSPC }
        if step < 0, errno != EINTR { return errno }
        written += max(0, step)
      }
      return nil
    }
  }

  /// Reads into a buffer from an offset on; returns how many bytes there were.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let descriptor else {
      return content.withLock { content in
        let count = max(0, min(buffer.count, content.count - offset))
        guard count > 0 else { return 0 }
        content.memory.withUnsafeBytes { bytes in
          buffer.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
          )
        }
        return count
      }
    }
    guard let start = buffer.baseAddress else { return 0 }
    var done = 0
    while done < buffer.count {
      let step = pread(descriptor, start + done, buffer.count - done, off_t(offset + done))
      if step > 0 {
        done += step
      } else if step == 0 || errno != EINTR {
        break
      }
    }
    return done
  }
}
