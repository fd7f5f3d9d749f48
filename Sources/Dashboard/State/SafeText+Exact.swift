internal import CustomerDomain
internal import Terminal

extension SafeText {
  /// The most bytes that are shown in full; no id, and no name of a service, is longer.
  private static let exactLimit = 2048

  /// A text shown as exactly what it is, its codes as marks; of one too long for an id, both ends.
  init(exactly raw: String) {
    let isLong = raw.utf8.count > SafeText.exactLimit
    let ends = isLong ? ExactText(endsOf: raw, head: 256, tail: 128, ellipsis: "...") : nil
    self.init(ends ?? ExactText(raw))
  }

  /// A text that is spelled out, its codes as marks.
  init(_ exact: ExactText) { self.init(exact.text, marks: exact.codes) }
}
