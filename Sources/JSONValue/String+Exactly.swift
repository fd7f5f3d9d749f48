internal import Glibc

extension String {
  /// Whether both are the same bytes; `==` also takes composed and decomposed letters for equal.
  func isExactly(_ other: String) -> Bool {
    let (mine, others) = (utf8, other.utf8)
    guard mine.count == others.count else { return false }
    return others.withContiguousStorageIfAvailable(isExactly) ?? mine.elementsEqual(others)
  }

  /// Whether it is those bytes.
  func isExactly(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard utf8.count == bytes.count else { return false }
    let isEqual = utf8.withContiguousStorageIfAvailable { mine in
      guard let mine = mine.baseAddress, let others = bytes.baseAddress else { return true }
      return memcmp(mine, others, bytes.count) == 0
    }
    return isEqual ?? utf8.elementsEqual(bytes)
  }
}
