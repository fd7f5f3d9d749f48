@preconcurrency internal import Dispatch
internal import Glibc
internal import Synchronization

/// Reads what a process prints and hands it on line by line, of each invocation no more than fits a
/// log.
///
/// What is beyond that is read and dropped, so that a process that prints without end is not held up
/// and fills no memory.
final class OutputPump: Sendable {
  /// How many bytes of an invocation's output are kept.
  static let keptBytes = 4 << 20
  /// How many bytes a line may have: what a log event may have, without its 26 bytes of overhead.
  static let lineBytes = 262_118

  private struct State {
    var take: (@Sendable (String) -> Void)?
    var waiting: [String] = []
    var partial: [UInt8] = []
    var kept = 0
    var dropped = 0
    var isOpen = true
  }

  private let descriptor: Int32
  private let queue = DispatchQueue(label: "rollcall.function-output")
  private let source: any DispatchSourceRead
  private let state = Mutex(State())

  /// Reads from `descriptor`, which must not block, and closes it at the end.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setEventHandler { [weak self] in self?.readWhatIsThere() }
    source.setCancelHandler { Glibc.close(descriptor) }
    source.resume()
  }

  deinit { source.cancel() }

  /// From now on lines go to `take`; first those that came since the last invocation.
  func begin(_ take: @escaping @Sendable (String) -> Void) {
    let waiting = state.withLock { state in
      (state.kept, state.dropped, state.take) = (0, 0, take)
      defer { state.waiting = [] }
      return state.waiting
    }
    waiting.forEach(take)
  }

  /// Reads what was printed until now, and hands lines on no longer.
  func end() async {
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        readWhatIsThere()
        continuation.resume()
      }
    }
    let (take, partial, dropped) = state.withLock { state in
      defer { (state.take, state.partial) = (nil, []) }
      return (state.take, state.partial, state.dropped)
    }
    guard let take else { return }
    if !partial.isEmpty { take(String(decoding: partial, as: UTF8.self)) }
    if dropped > 0 {
      take(
        "[rollcall] The output was cut: \(dropped) bytes more were printed; the local cloud keeps "
          + "\(OutputPump.keptBytes) of an invocation."
      )
    }
  }

  /// Reads until nothing is left, or as much as a pipe holds many times over.
  private func readWhatIsThere() {
    var block = [UInt8](repeating: 0, count: 65_536)
    for _ in 0..<64 {
      let count = read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        if count == 0 { source.cancel() }
        return
      }
      let (take, lines) = state.withLock { state in
        (state.take, OutputPump.lines(of: block[..<count], &state))
      }
      if let take { lines.forEach(take) }
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
