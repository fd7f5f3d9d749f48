internal import AWSWire
internal import CustomerDomain

/// The text of the rows, in segments that are files where that is possible.
///
/// What is written of an event: its message, then how long stream and id are (16 bits each), when it
/// was taken in (64 bits), stream and id.
struct LogText: Sendable {
  /// Where an event's text begins: 24 bits of the segment's number, 24 bits of the place in it.
  struct Place: Hashable, Sendable {
    /// The bits.
    let rawValue: UInt64

    /// Makes a place of its bits.
    init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Makes a place of its parts.
    init(segment: Int, offset: Int) { rawValue = UInt64(segment) << 24 | UInt64(offset) }

    /// The segment's number.
    var segment: Int { Int(rawValue >> 24) }

    /// Where it begins in the segment.
    var offset: Int { Int(rawValue & 0xFF_FFFF) }
  }

  /// How many bytes are read at once.
  private static let readSize = 1 << 18
  /// How many bytes follow a message before the stream's name.
  static let trailer = 12

  /// Where files may be made; the first one that works is used.
  private(set) var folders: [String]
  /// When a new segment is begun, in bytes.
  private let segmentSize: Int
  private var segments: [Int: LogSegment] = [:]
  /// How many rows have their text in each segment.
  private var rowCounts: [Int: Int] = [:]
  /// The segments that are written to: of lines as they come, and of older ones, which go sooner.
  private var current: [Bool: Int] = [:]
  private var nextSegment = 0

  /// Why text is kept in memory, in words; `nil` where it isn't.
  private(set) var problem: String?

  /// How many bytes the segments take, those of rows included that are no longer held.
  var size: Int { segments.values.reduce(0) { $0 + $1.count } }

  /// Makes an empty store.
  ///
  /// - Parameters:
  ///   - folders: where files may be made; none keeps the text in memory, as it was wanted.
  ///   - segmentSize: when a new segment is begun, in bytes.
  init(folders: [String], segmentSize: Int) {
    self.folders = folders
    self.segmentSize = min(max(4096, segmentSize), 1 << 24)
  }

  /// Writes what was laid out of some events.
  ///
  /// - Parameters:
  ///   - bytes: the events.
  ///   - offsets: where each of them begins.
  ///   - areOlder: whether they lie before what is held, and go before it.
  /// - Returns: where each one is.
  mutating func append(_ bytes: [UInt8], offsets: [Int], areOlder: Bool = false) -> [Place] {
    var places: [Place] = []
    places.reserveCapacity(offsets.count)
    while places.count < offsets.count {
      let index = places.count
      let (number, segment) = room(areOlder)
      // As many as begin within the segment's size.
      let (first, used) = (offsets[index], segment.count)
      var end = index + 1
      while end < offsets.count, used + offsets[end] - first < segmentSize { end += 1 }
      let last = end < offsets.count ? offsets[end] : bytes.count
      do throws(LogSegment.Failure) {
        let start = try segment.append(bytes[first..<last])
        rowCounts[number, default: 0] += end - index
        for offset in offsets[index..<end] {
          places.append(Place(segment: number, offset: start + offset - first))
        }
      } catch {
        // No room for files any more: from here on in memory.
        folders = []
        problem = LogText.sentence(error)
        _ = begin(areOlder)
      }
    }
    return places
  }

  /// The segment that is written to, and its number.
  private mutating func room(_ areOlder: Bool) -> (Int, LogSegment) {
    if let number = current[areOlder], let segment = segments[number], segment.count < segmentSize {
      return (number, segment)
    }
    return begin(areOlder)
  }

  private mutating func begin(_ areOlder: Bool) -> (Int, LogSegment) {
    if let full = current[areOlder], rowCounts[full, default: 0] == 0 {
      segments[full] = nil
      rowCounts[full] = nil
    }
    let number = nextSegment
    nextSegment += 1
    current[areOlder] = number
    var segment: LogSegment?
    while segment == nil, let folder = folders.first {
      do throws(LogSegment.Failure) {
        segment = try LogSegment(in: folder)
      } catch {
        folders.removeFirst()
        if folders.isEmpty { problem = LogText.sentence(error) }
      }
    }
    let begun = segment ?? LogSegment()
    segments[number] = begun
    return (number, begun)
  }

  private static func sentence(_ failure: LogSegment.Failure) -> String {
    "no file for older lines: \(failure.words); fewer are held, in memory"
  }

  /// Notes that a row is no longer held; text that no row needs goes.
  mutating func forget(_ place: Place) {
    guard let count = rowCounts[place.segment] else { return }
    rowCounts[place.segment] = count - 1
    guard count <= 1, place.segment != current[false] else { return }
    if place.segment == current[true] { current[true] = nil }
    segments[place.segment] = nil
    rowCounts[place.segment] = nil
  }

  // MARK: Reading

  /// Hands the messages of some rows to `body`, with their places in `rows`; in few reads where the
  /// rows follow each other.
  func read(
    _ rows: some RandomAccessCollection<LogRow>,
    _ body: (Int, UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var buffer = LogReadBuffer()
    var index = rows.startIndex
    var position = 0
    while index < rows.endIndex {
      let first = rows[index].text
      var end = first.offset + Int(rows[index].length)
      var last = rows.index(after: index)
      while last < rows.endIndex, !rows[last].isGap {
        let place = rows[last].text
        guard place.segment == first.segment, place.offset >= end, place.offset - end < 1024,
          place.offset + Int(rows[last].length) - first.offset <= LogText.readSize
        else { break }
        end = place.offset + Int(rows[last].length)
        last = rows.index(after: last)
      }
      if rows[index].isGap {
        last = rows.index(after: index)
      } else {
        let bytes = buffer.read(
          segments[first.segment],
          from: first.offset,
          count: end - first.offset
        )
        var row = index
        var place = position
        while row < last {
          let start = rows[row].text.offset - first.offset
          if start + Int(rows[row].length) <= bytes.count {
            body(
              place,
              UnsafeBufferPointer(rebasing: bytes[start..<start + Int(rows[row].length)])
            )
          }
          row = rows.index(after: row)
          place += 1
        }
      }
      position += rows.distance(from: index, to: last)
      index = last
    }
  }

  /// The event whose text is in a row.
  func event(_ row: LogRow, group: String) -> LogEvent? {
    guard !row.isGap else { return nil }
    var buffer = LogReadBuffer()
    let message = Int(row.length)
    // Stream and id are seldom longer than this together.
    var bytes = buffer.read(segments[row.text.segment], from: row.text.offset, count: message + 512)
    guard bytes.count >= message + LogText.trailer else { return nil }
    func number(_ offset: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(bytes[message + offset + $1]) << UInt64(8 * $1) }
    }
    let (stream, id) = (Int(number(0, 2)), Int(number(2, 2)))
    let ingested = Int64(bitPattern: number(4, 8))
    let end = message + LogText.trailer + stream + id
    if bytes.count < end {
      bytes = buffer.read(segments[row.text.segment], from: row.text.offset, count: end)
    }
    guard bytes.count >= end else { return nil }
    let streamStart = message + LogText.trailer
    return LogEvent(
      eventID: String(decoding: bytes[streamStart + stream..<end], as: UTF8.self),
      group: group,
      stream: String(decoding: bytes[streamStart..<streamStart + stream], as: UTF8.self),
      timestamp: Instant(milliseconds: row.time),
      ingestedAt: Instant(milliseconds: ingested),
      message: String(decoding: bytes[..<message], as: UTF8.self)
    )
  }

  /// The id of the event whose text is in a row; empty where it cannot be read.
  func id(_ row: LogRow) -> String { event(row, group: "")?.eventID ?? "" }

  /// How many bytes an event's text takes, about.
  static func size(of event: LogEvent) -> Int {
    event.message.utf8.count + trailer + event.stream.utf8.count + event.eventID.utf8.count
  }

  /// Lays an event's text out behind what is there already.
  static func lay(_ event: LogEvent, into bytes: inout [UInt8]) {
    var (message, stream, id) = (event.message, event.stream, event.eventID)
    message.withUTF8 { bytes += $0 }
    // Names are 512 characters long at most (CloudWatch Logs, LogStream), ids far less.
    let (streamCount, idCount) = (min(65_535, stream.utf8.count), min(65_535, id.utf8.count))
    for shift in [0, 8] { bytes.append(UInt8(truncatingIfNeeded: streamCount >> shift)) }
    for shift in [0, 8] { bytes.append(UInt8(truncatingIfNeeded: idCount >> shift)) }
    withUnsafeBytes(of: event.ingestedAt.milliseconds.littleEndian) { bytes += $0 }
    stream.withUTF8 { bytes += $0[..<streamCount] }
    id.withUTF8 { bytes += $0[..<idCount] }
  }
}
