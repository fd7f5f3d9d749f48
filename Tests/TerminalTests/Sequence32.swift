/// Numbers that look random and are the same in every run (PCG-XSH-RR with 32 bits of output).
struct Sequence32 {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed`.
  init(seed: UInt64) {
    state = seed &* 2 &+ 1
    _ = next()
  }

  /// The next number.
  mutating func next() -> UInt32 {
    let old = state
    state = old &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let shifted = UInt32(truncatingIfNeeded: ((old >> 18) ^ old) >> 27)
    let turn = UInt32(truncatingIfNeeded: old >> 59)
    return shifted >> turn | shifted << (~turn &+ 1 & 31)
  }

  /// The next number below `limit`.
  mutating func next(_ limit: Int) -> Int { Int(next()) % limit }
}
