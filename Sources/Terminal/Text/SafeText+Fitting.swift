extension SafeText {
  /// As much of it as fits into `columns`; half a wide glyph becomes a space.
  package func prefix(columns: Int) -> SafeText { slice(columns: 0..<max(0, columns)) }

  /// What stands in those columns, for a view scrolled sideways.
  package func slice(columns: Range<Int>) -> SafeText {
    guard columns.lowerBound > 0 || columns.upperBound < width else { return self }
    var builder = SafeTextBuilder(columns: columns)
    builder.scan(self)
    return builder.result
  }

  /// At most `columns` of it; what is cut off at the end is replaced by `ellipsis`.
  package func truncated(to columns: Int, ellipsis: SafeText = "…") -> SafeText {
    guard width > columns else { return self }
    guard columns > ellipsis.width else { return ellipsis.prefix(columns: columns) }
    return prefix(columns: columns - ellipsis.width).droppingCutForm + ellipsis
  }

  /// At most `columns` of it; what is cut out of the middle is replaced by `ellipsis`.
  ///
  /// Names and ids differ at their ends, so both stay.
  package func truncatedMiddle(to columns: Int, ellipsis: SafeText = "…") -> SafeText {
    guard width > columns else { return self }
    guard columns > ellipsis.width else { return ellipsis.prefix(columns: columns) }
    let room = columns - ellipsis.width
    let head = (room + 1) / 2
    let first = prefix(columns: head).droppingCutForm
    let last = slice(columns: (width - room + head)..<width).droppingCutFormAtStart
    // Where both ends are parts of forms, one whole form tells more than nothing.
    if first.isEmpty, last.isEmpty { return truncated(to: columns, ellipsis: ellipsis) }
    return first + ellipsis + last
  }

  /// Without an escape form at the end of which a part is missing: half of `\u{202E}` tells nothing.
  private var droppingCutForm: SafeText {
    guard let mark = marks.last, mark.upperBound == text.utf8.count else { return self }
    let bytes = Array(text.utf8)
    guard let start = bytes[mark].lastIndex(of: 0x5C), !bytes[start...].contains(0x7D) else {
      return self
    }
    // An escape form is ASCII, so that its bytes are its columns.
    return slice(columns: 0..<width - (bytes.count - start))
  }

  /// Without an escape form at the beginning of which a part is missing.
  private var droppingCutFormAtStart: SafeText {
    guard let mark = marks.first, mark.lowerBound == 0 else { return self }
    let bytes = Array(text.utf8)
    guard let end = bytes[mark].firstIndex(of: 0x7D), !bytes[..<end].contains(0x5C) else {
      return self
    }
    return slice(columns: SafeText(String(decoding: bytes[...end], as: UTF8.self)).width..<width)
  }

  /// That many spaces.
  package static func spaces(_ count: Int) -> SafeText {
    count > 0
      ? SafeText(text: String(repeating: " ", count: count), width: count, marks: []) : .empty
  }

  /// Both, one after the other.
  package static func + (left: SafeText, right: SafeText) -> SafeText {
    if left.isEmpty { return right }
    if right.isEmpty { return left }
    let shift = left.text.utf8.count
    return SafeText(
      text: left.text + right.text,
      width: left.width + right.width,
      marks: left.marks + right.marks.map { $0.lowerBound + shift..<$0.upperBound + shift }
    )
  }
}
