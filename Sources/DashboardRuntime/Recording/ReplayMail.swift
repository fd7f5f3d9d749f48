internal import Synchronization

/// What was found of a recording while its replay is drawn; of two questions for a picture the last
/// one counts.
final class ReplayMail: Sendable {
  private struct Content {
    var picture: ReplayPlayer.Picture?
    var troubles: [RecordedTrouble]?
    var problem: RecordingProblem?
    var wanted: Int64?
    var isAsking = false
  }

  private let player: ReplayPlayer
  private let wake: @Sendable () -> Void
  private let content = Mutex(Content())

  /// Makes a mailbox that calls `wake` when something has come.
  init(_ player: ReplayPlayer, wake: @escaping @Sendable () -> Void) {
    self.player = player
    self.wake = wake
  }

  /// Asks what the screen showed so many milliseconds after the beginning.
  func ask(_ milliseconds: Int64) {
    let isIdle = content.withLock { content in
      content.wanted = milliseconds
      defer { content.isAsking = true }
      return !content.isAsking
    }
    guard isIdle else { return }
    Task { await self.answer() }
  }

  /// Asks for all trouble there is.
  func askForTroubles() {
    Task {
      let found = await Result { [player] in try await player.readAhead() }
      content.withLock { content in
        switch found {
        case .success(let troubles): content.troubles = troubles
        case .failure(let error): content.problem = error as? RecordingProblem
        }
      }
      wake()
    }
  }

  /// The picture that came since it was last taken.
  func takePicture() -> ReplayPlayer.Picture? { take(\.picture) }

  /// The trouble that was found since it was last taken.
  func takeTroubles() -> [RecordedTrouble]? { take(\.troubles) }

  /// Why the recording cannot be read on.
  func takeProblem() -> RecordingProblem? { take(\.problem) }

  private func take<Value: Sendable>(_ path: WritableKeyPath<Content, Value?>) -> Value? {
    content.withLock { content in
      defer { content[keyPath: path] = nil }
      return content[keyPath: path]
    }
  }

  private func answer() async {
    while let wanted = nextWanted() {
      let found = await Result { [player] in try await player.picture(at: wanted) }
      content.withLock { content in
        switch found {
        case .success(let picture): content.picture = picture
        case .failure(let error): content.problem = error as? RecordingProblem
        }
      }
      wake()
    }
  }

  private func nextWanted() -> Int64? {
    content.withLock { content in
      defer { content.wanted = nil }
      if content.wanted == nil { content.isAsking = false }
      return content.wanted
    }
  }
}

extension Result where Failure == any Error {
  /// What `body` gives or throws in the end.
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
