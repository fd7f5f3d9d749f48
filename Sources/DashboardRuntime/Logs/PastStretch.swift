internal import AWSWire

/// A stretch of time that is to be read, beside what is known; a pure value.
///
/// The service gives events oldest first only, so that the stretch has to be about as long as holds
/// as many events as are wanted: as long as the density of what is held says, longer where nothing
/// was found, shorter where there is too much.
struct PastStretch: Hashable, Sendable {
  /// How many events should be found.
  static let wanted = 4000
  /// How many are read before a shorter stretch is read instead.
  static let most = 20_000
  private static let shortest: Int64 = 1000
  private static let longest: Int64 = 30 * 86_400_000

  /// How long it is, in milliseconds, where nothing limits it.
  let length: Int64
  /// Whether it goes on from its edge, and not back.
  let isForward: Bool
  /// Where it begins beside what is known, itself included.
  private let edge: Instant
  /// Nothing beyond this is wanted.
  private let limit: Instant

  /// Makes a stretch that ends at a moment.
  ///
  /// - Parameters:
  ///   - end: the moment, itself included.
  ///   - density: how many events a millisecond has there; 0 where none are held.
  ///   - limit: nothing before this is wanted.
  init(backFrom end: Instant, density: Double, limit: Instant) {
    self.init(end, isForward: false, PastStretch.length(density), limit)
  }

  /// Makes a stretch that begins at a moment.
  ///
  /// - Parameters:
  ///   - start: the moment, itself included.
  ///   - density: how many events a millisecond has there; 0 where none are held.
  ///   - limit: nothing behind this is wanted.
  init(onFrom start: Instant, density: Double, limit: Instant) {
    self.init(start, isForward: true, PastStretch.length(density), limit)
  }

  private init(_ edge: Instant, isForward: Bool, _ length: Int64, _ limit: Instant) {
    self.edge = edge
    self.isForward = isForward
    self.length = min(max(length, PastStretch.shortest), PastStretch.longest)
    self.limit = limit
  }

  private static func length(_ density: Double) -> Int64 {
    Int64(min(density > 0 ? Double(wanted) / density : 900_000, 900_000))
  }

  /// Where it begins, itself included.
  var start: Instant { isForward ? edge : max(edge + -length, min(limit, edge)) }

  /// Where it ends, itself included.
  var end: Instant { isForward ? min(edge + length, max(limit, edge)) : edge }

  /// Whether nothing that is wanted is beyond it.
  var isLast: Bool { isForward ? end >= limit : start <= limit }

  /// The one to be read when so many events were found in this one; `nil` where that is enough, or
  /// nothing is left.
  func next(found count: Int) -> PastStretch? {
    guard !isLast, count < PastStretch.wanted / 10 else { return nil }
    return PastStretch(isForward ? end : start, isForward: isForward, length * 2, limit)
  }

  /// A shorter one beside the same edge, when more than `most` were found by `reached`.
  func shorter(found count: Int, by reached: Instant) -> PastStretch? {
    guard length > PastStretch.shortest else { return nil }
    let passed = Double(max(1, reached - start))
    let fitting = Int64(passed / Double(max(1, count)) * Double(PastStretch.wanted))
    return PastStretch(edge, isForward: isForward, min(fitting, length / 2), limit)
  }
}
