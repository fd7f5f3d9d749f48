internal import CustomerDomain
internal import Synchronization

/// Lets what is done to equal ids of one batch be done one after another, in the order asked.
///
/// The workers take the ids in order, so that whoever waits here waits for one that was begun.
final class RepeatTurns: Sendable {
  private struct Content {
    var ended: Set<Int> = []
    var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
  }

  /// Of an index the one before it that has the same id; none of those that come first.
  private let earlier: [Int: Int]
  /// Those that another one waits for.
  private let awaited: Set<Int>
  private let content = Mutex(Content())

  /// Finds the repeats.
  init(_ ids: [CustomerID]) {
    var (last, earlier) = ([CustomerID: Int](), [Int: Int]())
    for (index, id) in ids.enumerated() { earlier[index] = last.updateValue(index, forKey: id) }
    self.earlier = earlier
    awaited = Set(earlier.values)
  }

  /// Waits until the one before has ended.
  func begin(_ index: Int) async {
    guard let before = earlier[index] else { return }
    await withCheckedContinuation { continuation in
      let mustWait = content.withLock { content in
        if content.ended.contains(before) { return false }
        content.waiting[before] = continuation
        return true
      }
      if !mustWait { continuation.resume() }
    }
  }

  /// Lets the one after begin.
  func end(_ index: Int) {
    guard awaited.contains(index) else { return }
    let next = content.withLock { content in
      content.ended.insert(index)
      return content.waiting.removeValue(forKey: index)
    }
    next?.resume()
  }
}
