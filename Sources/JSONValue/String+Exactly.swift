internal import Glibc

extension String {
  /// Whether both are the same bytes; `==` also takes composed and decomposed letters for equal.
  func isExactly(_ other: String) -> Bool {
    let (mine, others) = (utf8, other.utf8)
    guard mine.count == others.count else { return false }
    let isEqual = mine.withContiguousStorageIfAvailable { left in
      others.withContiguousStorageIfAvailable { right in
        guard let left = left.baseAddress, let right = right.baseAddress else { return true }
        return memcmp(left, right, mine.count) == 0
      }
    }
    return (isEqual ?? nil) ?? mine.elementsEqual(others)
  }
}
