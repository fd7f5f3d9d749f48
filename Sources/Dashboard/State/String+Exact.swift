extension String {
  /// Whether both are the same bytes; composed and decomposed letters are different ids.
  func isExactly(_ other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}
