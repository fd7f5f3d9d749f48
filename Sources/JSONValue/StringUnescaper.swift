/// Puts together a string that has escapes, in memory that all strings of a document share.
///
/// An escape is no shorter than the character it stands for, so that no string needs more room than
/// the document it is read from.
struct StringUnescaper: ~Copyable {
  private let capacity: Int
  private var memory: UnsafeMutablePointer<UInt8>?
  private var count = 0

  /// Makes one for the strings of a document; it takes memory with the first of them.
  init(_ document: UnsafeBufferPointer<UInt8>) { capacity = document.count }

  /// The string so far; it is overwritten by the next one.
  var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: memory, count: count) }

  deinit { memory?.deallocate() }

  /// Begins a string.
  mutating func begin() {
    count = 0
    if memory == nil { memory = .allocate(capacity: capacity) }
  }

  /// Takes bytes that stand for themselves.
  mutating func take(_ document: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    guard let memory, let source = document.baseAddress else { return }
    (memory + count).update(from: source + range.lowerBound, count: range.count)
    count += range.count
  }

  /// Takes what an escape stands for.
  mutating func take(_ scalar: Unicode.Scalar) {
    if scalar.isASCII { return take(UInt8(truncatingIfNeeded: scalar.value)) }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { take(byte) }
  }

  private mutating func take(_ byte: UInt8) {
    memory?[count] = byte
    count += 1
  }
}
