/// Memory that text is read into, used again for each reading.
struct LogReadBuffer: ~Copyable {
  private var bytes = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { bytes.deallocate() }

  /// Reads so many bytes of a segment, or as many as there are; they stand until the next reading.
  mutating func read(
    _ segment: LogSegment?,
    from offset: Int,
    count: Int
  ) -> UnsafeBufferPointer<UInt8> {
    if bytes.count < count {
      bytes.deallocate()
      bytes = .allocate(byteCount: count, alignment: 16)
    }
    let wanted = UnsafeMutableRawBufferPointer(rebasing: bytes[..<count])
    let found = segment?.read(at: offset, into: wanted) ?? 0
    return UnsafeBufferPointer(
      rebasing: UnsafeBufferPointer(wanted.bindMemory(to: UInt8.self))[..<found]
    )
  }
}
