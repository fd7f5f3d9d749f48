/// Something that takes an answer in as it comes; called on the transfers' thread only.
protocol AnswerTaker: AnyObject, Sendable {
  /// Takes status and headers.
  func begin(_ head: HTTPResponseHead)
  /// Takes bytes of the body; `false` where there is no room, and they are to come again later.
  func take(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// Takes the end; comes once, and nothing comes after it.
  func end(_ failure: HTTPError?)
}
