extension StringProtocol where SubSequence == Substring {
  /// The text without the white space around it.
  package var trimmed: Substring {
    var text = drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// The text without the full stop at its end, to be part of another sentence.
  package var withoutFullStop: Substring { hasSuffix(".") ? dropLast() : self[...] }
}
