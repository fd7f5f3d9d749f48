internal import AWSWire
internal import Synchronization

/// The REST API's key, which is read when the first call needs it, and kept.
///
/// All calls that need it meanwhile wait for the same reading. A reading that gives no key, and says
/// why, is the answer for a while; the first call after that reads again. A key that the API refuses
/// counts for as long, because it may have been replaced; where the reading brings the same one, for
/// twice as long each time.
package final class KeptAPIKey: Sendable {
  /// What a reading came to.
  package struct Reading: Hashable, Sendable {
    /// The key, where there is one.
    package let key: APIKey?
    /// Where it comes from, or why there is none.
    package let origin: APIKeyOrigin

    /// Makes a reading.
    package init(key: APIKey?, origin: APIKeyOrigin) { (self.key, self.origin) = (key, origin) }
  }

  private typealias Waiting = CheckedContinuation<Reading?, Never>

  private struct State {
    var reading: Reading?
    /// When a reading that gave no key, or one that was refused, counts no longer.
    var expiry: Duration?
    /// How long a key counts after it was refused.
    var patience: Duration
    /// The reading that is under way; one that was begun before it counts for nothing.
    var task: Task<Void, Never>?
    var round = 0
    var waiting: [Int: Waiting] = [:]
    /// Those that were cancelled before they waited.
    var left: Set<Int> = []
    var callers = 0
  }

  /// The longest that a refused key counts.
  private static let longestPatience = Duration.seconds(600)

  private let state: Mutex<State>
  private let read: @Sendable () async -> Reading
  private let pause: Duration
  private let pacer: any Pacer

  /// Makes a key that nobody has read yet.
  ///
  /// - Parameters:
  ///   - pause: how long a reading that gave no key, or one that was refused, is not made again at first.
  ///   - pacer: tells how long that is.
  ///   - read: reads the key; it is cancelled where nobody waits for it any more.
  package init(
    pause: Duration = .seconds(10),
    pacer: any Pacer = .system,
    read: @escaping @Sendable () async -> Reading
  ) {
    state = Mutex(State(patience: pause))
    self.read = read
    self.pause = pause
    self.pacer = pacer
  }

  private init(_ reading: Reading) {
    state = Mutex(State(reading: reading, patience: .zero))
    read = { reading }
    pause = .zero
    pacer = .system
  }

  /// A key that is known, or known not to be there.
  package static func known(_ key: APIKey?, from origin: APIKeyOrigin = .standard) -> KeptAPIKey {
    KeptAPIKey(Reading(key: key, origin: origin))
  }

  /// The key that was read last; `nil` where none was.
  var known: APIKey? { state.withLock { $0.reading?.key } }

  /// The key, read where it is not known.
  ///
  /// - Throws: `CancellationError` where the task is cancelled meanwhile.
  package func reading() async throws(CancellationError) -> Reading {
    let caller = state.withLock { state in
      state.callers += 1
      return state.callers
    }
    let reading = await withTaskCancellationHandler {
      await withCheckedContinuation { waiting in join(caller, waiting) }
    } onCancel: {
      leave(caller)
    }
    state.withLock { _ = $0.left.remove(caller) }
    guard let reading else { throw CancellationError() }
    return reading
  }

  /// Takes note that the API refused the key of a reading, which counts only for a while from now on.
  package func doubt(_ reading: Reading) {
    let now = pacer.elapsed
    state.withLock { state in
      // A key that was given and not read is the same for ever.
      guard state.patience > .zero, state.reading == reading, state.expiry == nil else { return }
      state.expiry = now + state.patience
    }
  }

  /// Answers with what is known; where nothing is, waits for a reading, and begins one if none is
  /// under way.
  private func join(_ caller: Int, _ waiting: Waiting) {
    let now = pacer.elapsed
    let answer: Reading?? = state.withLock { state in
      if state.left.contains(caller) { return .some(nil) }
      if let reading = state.reading, state.expiry.map({ now < $0 }) ?? true { return reading }
      state.waiting[caller] = waiting
      guard state.task == nil else { return nil }
      state.round += 1
      state.task = Task { [round = state.round] in finish(round, with: await read()) }
      return nil
    }
    if let answer { waiting.resume(returning: answer) }
  }

  private func finish(_ round: Int, with reading: Reading) {
    let now = pacer.elapsed
    let waiting = state.withLock { state in
      guard state.task != nil, state.round == round else { return [Waiting]() }
      state.task = nil
      state.patience =
        reading.key == nil || reading.key != state.reading?.key
        ? pause : min(state.patience * 2, KeptAPIKey.longestPatience)
      state.reading = reading
      state.expiry = reading.key == nil && reading.origin.lack != nil ? now + pause : nil
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for waiting in waiting { waiting.resume(returning: reading) }
  }

  /// Waits no longer; the last one to leave ends the reading.
  private func leave(_ caller: Int) {
    var waiting: Waiting?
    var task: Task<Void, Never>?
    state.withLock { state in
      waiting = state.waiting.removeValue(forKey: caller)
      state.left.insert(caller)
      guard waiting != nil, state.waiting.isEmpty else { return }
      (task, state.task) = (state.task, nil)
    }
    task?.cancel()
    waiting?.resume(returning: nil)
  }
}
