internal import Glibc
internal import Synchronization

/// Reads what a process prints and hands it on line by line, of each invocation and of the time between
/// two no more than fits a log.
///
/// What is beyond that is read and dropped, so that a process that prints without end is not held up
/// and fills no memory. A thread waits for the output, and ends with the last process that holds the
/// pipe's other end. Dispatch's read sources are not used: Dispatch's loop crashed in a process that
/// had many of them.
final class OutputPump: Sendable {
  /// How many bytes of an invocation's output are kept, and of what is printed between two.
  static let keptBytes = 4 << 20
  /// How many bytes a line may have: what a log event may have, without its 26 bytes of overhead.
  static let lineBytes = 262_118

  private struct State {
    var take: (@Sendable (String) -> Void)?
    var waiting: [String] = []
    var partial: [UInt8] = []
    var kept = 0
    var dropped = 0

    /// Begins to count anew; the line that was begun where `isOver` or where the rest was left out, and how
    /// much that was.
    mutating func rest(isOver: Bool) -> [String] {
      var lines: [String] = []
      if isOver || dropped > 0, !partial.isEmpty {
        lines.append(String(decoding: partial, as: UTF8.self))
        partial = []
      }
      if dropped > 0 {
        lines.append(
          "[rollcall] The output was cut: \(dropped) bytes more were printed; the local cloud keeps "
            + "\(OutputPump.keptBytes) of an invocation."
        )
      }
      (kept, dropped) = (0, 0)
      return lines
    }
  }

  /// The pipe, until it is at its end; what is read is handed on before anybody else reads.
  ///
  /// Only the thread closes it: what it waits for must not become another file meanwhile.
  private let pipe: Mutex<Int32?>
  private let state = Mutex(State())

  /// Takes over `descriptor`, which must not block.
  init(_ descriptor: Int32) { pipe = Mutex(descriptor) }

  deinit { closePipe() }

  private func closePipe() {
    pipe.withLock { pipe in
      _ = pipe.map { close($0) }
      pipe = nil
    }
  }

  /// Reads from now on, until nobody holds the other end any more.
  ///
  /// - Throws: `DetachedThread.Failure` where `threads` has none for it.
  func start(on threads: DetachedThread.Starter) throws(DetachedThread.Failure) {
    guard let descriptor = pipe.withLock({ $0 }) else { return }
    try threads { [self] in
      var awaited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      repeat {
        while poll(&awaited, 1, -1) < 0, errno == EINTR {}
      } while readWhatIsThere()
      closePipe()
    }
  }

  /// From now on lines go to `take`; first those that came since the last invocation.
  func begin(_ take: @escaping @Sendable (String) -> Void) {
    pipe.withLock { _ in
      let waiting = state.withLock { state in
        state.take = take
        defer { state.waiting = [] }
        return state.waiting + state.rest(isOver: false)
      }
      waiting.forEach(take)
    }
  }

  /// Hands on what was printed until now, although the thread has not come to it yet.
  func catchUp() { _ = readWhatIsThere() }

  /// Reads what was printed until now, and hands lines on no longer.
  func end() {
    catchUp()
    let (take, lines) = state.withLock { state -> ((@Sendable (String) -> Void)?, [String]) in
      guard let take = state.take else { return (nil, []) }
      state.take = nil
      return (take, state.rest(isOver: true))
    }
    if let take { lines.forEach(take) }
  }

  /// Reads until nothing is left, or as much as a pipe holds many times over.
  ///
  /// - Returns: whether more may come.
  private func readWhatIsThere() -> Bool {
    pipe.withLock { pipe in
      guard let descriptor = pipe else { return false }
      var block = [UInt8](repeating: 0, count: 65_536)
      for _ in 0..<64 {
        let count = read(descriptor, &block, block.count)
        if count < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN { return true }
        }
        guard count > 0 else { return false }
        let (take, lines) = state.withLock { state in
          (state.take, OutputPump.lines(of: block[..<count], &state))
        }
        if let take { lines.forEach(take) }
      }
      return true
    }
  }

  /// The lines that bytes bring to their end; where nobody takes them, they wait.
  private static func lines(of bytes: ArraySlice<UInt8>, _ state: inout State) -> [String] {
    var lines: [String] = []
    var rest = bytes
    while !rest.isEmpty {
      let room = min(lineBytes - state.partial.count, keptBytes - state.kept)
      guard room > 0 || state.kept < keptBytes else {
        state.dropped += rest.count
        break
      }
      let end = rest.firstIndex(of: UInt8(ascii: "\n"))
      let part = rest[..<(end ?? rest.endIndex)].prefix(max(room, 0))
      state.partial += part
      state.kept += part.count
      rest = rest[part.endIndex...]
      if rest.first == UInt8(ascii: "\n") {
        rest = rest.dropFirst()
        state.kept += 1
      } else if state.partial.count < lineBytes {
        continue
      }
      lines.append(String(decoding: state.partial, as: UTF8.self))
      state.partial = []
    }
    guard state.take == nil else { return lines }
    state.waiting += lines
    return []
  }
}
