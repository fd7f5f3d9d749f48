internal import Synchronization

/// Makes the ids that requests, events and streams are known by.
package final class RandomIdentifiers: Sendable {
  private let generator: Mutex<Xoshiro256>

  /// Makes ids from numbers of its own, which begin at random.
  ///
  /// The ids tell things apart and are no secrets, and asking the system for each number is slow.
  package init() {
    var system = SystemRandomNumberGenerator()
    generator = Mutex(Xoshiro256(&system))
  }

  /// Makes the same ids again and again from the numbers of `source`.
  package init(from source: inout some RandomNumberGenerator) {
    generator = Mutex(Xoshiro256(&source))
  }

  /// What somebody else's random numbers begin from.
  package func seed() -> UInt64 { numbers().0 }

  /// A random UUID of version 4 in lower case (RFC 9562 section 5.4).
  package func uuid() -> String {
    var (high, low) = numbers()
    high = high & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
    low = low & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    return String(unsafeUninitializedCapacity: 36) { buffer in
      var at = 0
      for index in 0..<32 {
        if index == 8 || index == 12 || index == 16 || index == 20 {
          buffer[at] = UInt8(ascii: "-")
          at += 1
        }
        let word = index < 16 ? high : low
        buffer[at] = RandomIdentifiers.digit(word >> UInt64(60 - 4 * (index % 16)))
        at += 1
      }
      return at
    }
  }

  /// `count` random hexadecimal digits in lower case.
  package func hexadecimal(_ count: Int) -> String {
    String(unsafeUninitializedCapacity: count) { buffer in
      var word: UInt64 = 0
      for index in 0..<count {
        if index % 16 == 0 { word = numbers().0 }
        buffer[index] = RandomIdentifiers.digit(word)
        word >>= 4
      }
      return count
    }
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789AZ".utf8
  )

  /// `count` random letters and digits.
  package func letters(_ count: Int) -> String {
    String(unsafeUninitializedCapacity: count) { buffer in
      var word: UInt64 = 0
      for index in 0..<count {
        if index % 10 == 0 { word = numbers().0 }
        buffer[index] = RandomIdentifiers.alphabet[Int(word & 63)]
        word >>= 6
      }
      return count
    }
  }

  /// A random number from 0 up to but not including 1.
  package func unit() -> Double { Double(numbers().0 >> 11) / Double(1 << 53) }

  private func numbers() -> (UInt64, UInt64) {
    generator.withLock { generator in (generator.next(), generator.next()) }
  }

  private static func digit(_ word: UInt64) -> UInt8 {
    let value = UInt8(word & 15)
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}

/// The generator xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators").
private struct Xoshiro256: RandomNumberGenerator {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Begins at a place of the sequence that `source` chooses.
  init(_ source: inout some RandomNumberGenerator) {
    // The state must not be all zeros.
    state = (source.next(), source.next(), source.next(), source.next() | 1)
  }

  mutating func next() -> UInt64 {
    let result = Xoshiro256.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Xoshiro256.rotated(state.3, by: 45)
    return result
  }

  private static func rotated(_ value: UInt64, by bits: UInt64) -> UInt64 {
    value << bits | value >> (64 - bits)
  }
}
