/// Where the columns of a row of customers stand, from the row's left edge.
struct CustomerColumns {
  /// The id.
  let id: Range<Int>
  /// The outcome in a word, or a sentence.
  let word: Range<Int>
  /// Where the latency ends; `nil` where there is no room for it.
  let latencyEnd: Int?

  /// The least that ids get where there is room.
  private static let idWidth = 32
  /// What an outcome's word takes.
  private static let wordWidth = 10
  /// What a latency and the space before it take.
  private static let latencyWidth = 8

  /// Divides a row; a sentence begins where its id ends, a word in a column of its own.
  init(
    width: Int,
    times: TimeStyle,
    label: Int,
    widestLabel: Int,
    hasLatency: Bool,
    hasSentence: Bool
  ) {
    let end = width - times.width - 1
    // Where there is little room, the latency is the first thing to go.
    let isWide = width >= 38
    latencyEnd = isWide ? end : nil
    let idStart = 2
    // Ids are seldom long: what is said of them stands near them however wide the pane is.
    let column = min(
      end - (isWide ? CustomerColumns.latencyWidth : 0) - CustomerColumns.wordWidth,
      idStart + max(CustomerColumns.idWidth, widestLabel) + 2
    )
    let behindID = idStart + min(label, max(8, width / 4)) + 2
    let start = hasSentence ? min(column, behindID) : column
    id = idStart..<idStart + max(4, start - idStart - 1)
    let wordEnd = end - (isWide && hasLatency ? CustomerColumns.latencyWidth : 0)
    word = start..<max(start, wordEnd)
  }
}
