extension String {
  /// Whether both are the same bytes; `==` also takes composed and decomposed letters for equal.
  func isExactly(_ other: String) -> Bool {
    // The library's comparison is the fastest way to tell most texts apart.
    guard utf8.count == other.utf8.count, self == other else { return false }
    let isEqual = utf8.withContiguousStorageIfAvailable { bytes in
      other.utf8.withContiguousStorageIfAvailable { bytes.elementsEqual($0) }
    }
    return (isEqual ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}
