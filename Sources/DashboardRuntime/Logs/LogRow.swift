/// One row of the scrollback in 40 bytes: what is asked of it again and again, and where its text is.
struct LogRow: Sendable {
  /// What is known of a row without reading its text.
  struct Traits: OptionSet, Sendable {
    /// The bits.
    let rawValue: UInt8

    /// It is an error.
    static let error = Traits(rawValue: 1)
    /// It says nothing which others don't say better.
    static let routine = Traits(rawValue: 2)
    /// It is the report at an invocation's end.
    static let report = Traits(rawValue: 4)
    /// Events are missing here.
    static let gap = Traits(rawValue: 8)
  }

  /// When it happened, in milliseconds since the epoch.
  let time: Int64
  /// Where its text is: 48 bits of place, above them 16 bits of its group's number.
  private let textAndGroup: UInt64
  /// Its number, above it 8 bits of traits.
  private let numberAndTraits: UInt64
  /// The invocation that wrote it, by a hash of its id; 0 where it is not known.
  let request: UInt64
  /// How long after it happened it was taken in, in milliseconds, as far as 32 bits tell.
  let delay: Int32
  /// How long its message is, in bytes.
  let length: UInt32

  /// Makes a row.
  init(
    number: Int,
    time: Int64,
    delay: Int64,
    group: Int,
    text: LogText.Place,
    length: Int,
    request: UInt64,
    traits: Traits
  ) {
    self.time = time
    textAndGroup = text.rawValue | UInt64(group) << 48
    numberAndTraits = UInt64(number) | UInt64(traits.rawValue) << 56
    self.request = request
    self.delay = traits.contains(.gap) ? .min : Int32(clamping: max(-0x7FFF_FFFF, delay))
    self.length = UInt32(clamping: length)
  }

  /// Its number, unique and unchanged while it is held.
  var number: Int { Int(numberAndTraits & (1 << 56 - 1)) }

  /// What is known of it without reading its text.
  var traits: Traits { Traits(rawValue: UInt8(numberAndTraits >> 56)) }

  /// Its group's number.
  var group: Int { Int(textAndGroup >> 48) }

  /// Where its text is.
  var text: LogText.Place { LogText.Place(rawValue: textAndGroup & (1 << 48 - 1)) }

  /// Whether events are missing here.
  var isGap: Bool { traits.contains(.gap) }

  /// Whether it is an error.
  var isError: Bool { traits.contains(.error) }

  /// How much room its text takes, about, in bytes.
  var size: Int { Int(length) + 128 }

  /// Whether it stands before another one by time and arrival alone; of equals, ids decide.
  func isBefore(_ other: LogRow) -> Bool {
    time != other.time ? time < other.time : delay < other.delay
  }
}
