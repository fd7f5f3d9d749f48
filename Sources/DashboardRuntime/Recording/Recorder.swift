internal import Dashboard
internal import Synchronization
internal import Terminal

/// Writes down what happens to a dashboard, off the thread that draws.
///
/// Each entry is handed to the system as soon as it is made, so that a killed program loses no more
/// than the last moment. Where it cannot be written the recording ends and says so; the dashboard
/// goes on.
package final class Recorder: Sendable {
  /// How many entries may wait for the disk.
  private static let patience = 100_000

  private let entries: AsyncStream<RecordingEntry>.Continuation
  private let start: ContinuousClock.Instant
  private let inbox: EventInbox
  private let ended: @Sendable (String) -> Void
  private let isOver = Atomic(false)
  private let writing = Mutex<Task<Void, Never>?>(nil)

  /// Begins a recording.
  ///
  /// - Parameters:
  ///   - header: what is on its first line.
  ///   - base: milliseconds that the recording is long already; `nil` where it begins.
  ///   - append: adds bytes to the recording; throws why it cannot.
  ///   - inbox: where it is said that the recording has ended before its time.
  ///   - start: the moment that times are counted from.
  ///   - ended: told why, too, where it has ended before its time.
  package init(
    header: RecordingHeader,
    continuingAt base: Int64? = nil,
    append: @escaping @Sendable ([UInt8]) throws -> Void,
    inbox: EventInbox,
    start: ContinuousClock.Instant,
    ended: @escaping @Sendable (String) -> Void = { _ in }
  ) {
    self.start = start + .milliseconds(-(base ?? 0))
    self.inbox = inbox
    self.ended = ended
    let (stream, entries) = AsyncStream<RecordingEntry>.makeStream(
      bufferingPolicy: .bufferingOldest(Recorder.patience)
    )
    self.entries = entries
    let task = Task.detached(priority: .utility) { [weak self] in
      var writer = RecordingWriter()
      do {
        if let base {
          try append(writer.line(RecordingEntry(milliseconds: base, .opened(header))))
        } else {
          try append(writer.line(header))
        }
        for await entry in stream { try append(writer.line(entry)) }
      } catch {
        self?.giveUp("\(error)")
      }
    }
    writing.withLock { $0 = task }
  }

  /// Writes down that the state takes an event now.
  func note(_ event: DashboardEvent, at now: ContinuousClock.Instant) { note(.event(event), now) }

  /// Writes down that another theme is drawn with from now on.
  func note(_ theme: Theme, at now: ContinuousClock.Instant) { note(.theme(theme), now) }

  /// How long the recording is at a moment, in milliseconds.
  package func length(at now: ContinuousClock.Instant) -> Int64 {
    max(0, Int64((now - start) / .milliseconds(1)))
  }

  /// Writes down how it ended, and returns when all is written.
  package func finish(_ word: String, at now: ContinuousClock.Instant) async {
    note(.end(word), now)
    entries.finish()
    await writing.withLock { $0 }?.value
  }

  private func note(_ content: RecordingEntry.Content, _ now: ContinuousClock.Instant) {
    guard !isOver.load(ordering: .relaxed) else { return }
    let entry = RecordingEntry(milliseconds: length(at: now), content)
    if case .dropped = entries.yield(entry) { giveUp("the disk is too slow") }
  }

  /// Ends the recording before its time.
  private func giveUp(_ reason: String) {
    guard !isOver.exchange(true, ordering: .relaxed) else { return }
    entries.finish()
    inbox.post(.recordingEnded(reason: reason))
    ended(reason)
  }
}
