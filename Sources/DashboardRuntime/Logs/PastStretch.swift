internal import AWSWire

/// A stretch of time before what is held, that is to be read; a pure value.
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

  /// Where it ends, itself included; from there on all is known.
  let end: Instant
  /// How long it is, in milliseconds.
  let length: Int64
  /// Nothing is older than this.
  let bottom: Instant

  /// Makes a stretch that ends where what is known begins.
  ///
  /// - Parameters:
  ///   - end: where what is known begins.
  ///   - density: how many events a millisecond has there; 0 where none are held.
  ///   - bottom: nothing is older than this.
  init(end: Instant, density: Double, bottom: Instant) {
    let length = density > 0 ? Double(PastStretch.wanted) / density : 900_000
    self.init(end: end, length: Int64(min(length, 900_000)), bottom: bottom)
  }

  private init(end: Instant, length: Int64, bottom: Instant) {
    self.end = end
    self.length = min(max(length, PastStretch.shortest), PastStretch.longest)
    self.bottom = bottom
  }

  /// Where it begins, itself included.
  var start: Instant { max(end + -length, min(bottom, end)) }

  /// Whether nothing can be older than what is in it.
  var isLast: Bool { start <= bottom }

  /// The one to be read when so many events were found in this one; `nil` where that is enough, or
  /// nothing is left.
  func next(found count: Int) -> PastStretch? {
    guard !isLast, count < PastStretch.wanted / 10 else { return nil }
    return PastStretch(end: start, length: length * 2, bottom: bottom)
  }

  /// A shorter one that ends at the same time, when more than `most` were found by `reached`.
  func shorter(found count: Int, by reached: Instant) -> PastStretch? {
    guard length > PastStretch.shortest else { return nil }
    let passed = Double(max(1, reached - start))
    let fitting = Int64(passed / Double(max(1, count)) * Double(PastStretch.wanted))
    return PastStretch(end: end, length: min(fitting, length / 2), bottom: bottom)
  }
}
