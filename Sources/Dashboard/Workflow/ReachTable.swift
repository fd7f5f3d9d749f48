/// For each of a number of places, the set of those that can be reached from it, as bits.
struct ReachTable {
  /// How many places it is made for at most; they take two megabytes.
  static let limit = 4000
  /// How many places are looked at for the one where most ways meet.
  private static let searched = 64

  private let words: Int
  private var bits: [UInt64]

  /// Makes empty sets.
  init(count: Int) {
    words = (count + 63) / 64
    bits = Array(repeating: 0, count: words * count)
  }

  /// Puts a place into another one's set.
  mutating func insert(_ place: Int, into owner: Int) {
    bits[owner * words + place / 64] |= 1 << UInt64(place % 64)
  }

  /// Puts a place's set into another one's.
  mutating func unite(_ other: Int, into owner: Int) {
    for word in 0..<words { bits[owner * words + word] |= bits[other * words + word] }
  }

  /// How many places are in a set.
  func count(from owner: Int) -> Int {
    bits[owner * words..<(owner + 1) * words].reduce(0) { $0 + $1.nonzeroBitCount }
  }

  private func contains(_ place: Int, from owner: Int) -> Bool {
    bits[owner * words + place / 64] & (1 << UInt64(place % 64)) != 0
  }

  /// The place that is in most of the sets, in two at least, and of several the first; only the first
  /// few that `isWanted` lets through are compared.
  func meeting(of owners: [Int], where isWanted: (Int) -> Bool) -> Int? {
    var best: (place: Int, count: Int)?
    var looked = 0
    for word in 0..<words {
      var (once, twice): (UInt64, UInt64) = (0, 0)
      for owner in owners {
        let here = bits[owner * words + word]
        twice |= once & here
        once |= here
      }
      while twice != 0, looked < ReachTable.searched {
        let place = word * 64 + twice.trailingZeroBitCount
        twice &= twice - 1
        guard isWanted(place) else { continue }
        looked += 1
        let count = owners.count { contains(place, from: $0) }
        if count > best?.count ?? 0 { best = (place, count) }
        if count == owners.count { return place }
      }
    }
    return best?.place
  }
}
