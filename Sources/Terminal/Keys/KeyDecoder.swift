/// Turns the bytes a terminal sends into keys, pastes and mouse events.
///
/// A pure state machine: bytes may come in pieces of any size, and whoever reads them tells when
/// none came for `timeoutMilliseconds`. Sequences it does not know are swallowed whole.
package struct KeyDecoder: Hashable, Sendable {
  /// Where in a sequence the decoder stands.
  enum State: Hashable, Sendable {
    /// Between sequences.
    case ground
    /// After ESC.
    case escape
    /// After `ESC [` and these bytes.
    case control([UInt8])
    /// In a control sequence too long to mean anything.
    case overlong
    /// After `ESC [ [`, as the Linux console begins F1 to F5.
    case consoleFunction
    /// After `ESC O` and these bytes.
    case single([UInt8])
    /// In an answer of the terminal (OSC, DCS, APC, PM, SOS) that ends with BEL or ESC \.
    case string(opener: UInt8, isEmpty: Bool, endsNext: Bool)
    /// In a mouse report of the X10 form: three bytes.
    case mouse([UInt8])
    /// In a character of several bytes; with Alt if ESC came before it.
    case character([UInt8], missing: Int, alt: Bool)
    /// In a bracketed paste; so many bytes of its end mark were seen.
    case paste(matched: Int)
  }

  /// How long to wait for the rest of what may be a lone Esc key.
  package static let escapeMilliseconds = 25
  /// How long a paste may pause before its end mark may be lost.
  package static let pasteMilliseconds = 1_000
  /// How many bytes a paste may have.
  package static let pasteLimit = 8 << 20
  private static let sequenceLimit = 64
  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  private let erase: UInt8
  private var state = State.ground
  private var pasted: [UInt8] = []
  /// Whether more was pasted than may be; of such a paste nothing is kept.
  private var isPasteTooLong = false
  /// Whether the paste has paused for too long: from then on a person can end it.
  private var isPasteLate = false
  /// Whether the last read within a late paste was an Esc and nothing else.
  private var endedWithEscape = false

  /// Makes a decoder; `erase` is the byte the terminal's Backspace key sends besides DEL.
  package init(erase: UInt8 = 0x7F) {
    self.erase = erase
  }

  /// After how many milliseconds without a byte `timeout` must be called; nil if never.
  package var timeoutMilliseconds: Int? {
    switch state {
    case .escape, .consoleFunction: KeyDecoder.escapeMilliseconds
    case .control(let bytes), .single(let bytes):
      bytes.isEmpty ? KeyDecoder.escapeMilliseconds : nil
    case .string(_, let isEmpty, _): isEmpty ? KeyDecoder.escapeMilliseconds : nil
    case .paste: isPasteLate ? nil : KeyDecoder.pasteMilliseconds
    case .ground, .overlong, .mouse, .character: nil
    }
  }

  /// Whether a pause in the bytes would mean something.
  package var needsTimeout: Bool { timeoutMilliseconds != nil }

  /// Takes bytes and returns what they complete.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    var events: [InputEvent] = []
    var rest = Array(bytes)[...]
    if isPasteLate {
      let isWayOut = KeyDecoder.isWayOut(rest, afterEscape: endedWithEscape)
      endedWithEscape = rest.elementsEqual([0x1B])
      if isWayOut { return endLatePaste(rest) }
    }
    while true {
      if state == .paste(matched: 0) {
        // Only ESC can begin the end of a paste; what precedes it is kept in one piece.
        let length = (rest.firstIndex(of: 0x1B) ?? rest.endIndex) - rest.startIndex
        keep(rest.prefix(length))
        rest = rest.dropFirst(length)
      }
      guard let byte = rest.popFirst() else { return events }
      take(byte, &events)
    }
  }

  /// Ends what cannot go on after a pause, such as a lone Esc.
  package mutating func timeout() -> [InputEvent] {
    defer { if needsTimeout { state = .ground } }
    switch state {
    case .escape: return [.key(Key(.escape))]
    case .control([]): return [.key(Key(.character("["), .alt))]
    case .consoleFunction: return [.key(Key(.character("["), .alt)), .key(.character("["))]
    case .single([]): return [.key(Key(.character("O"), .alt))]
    case .string(let opener, true, _):
      return [.key(Key(.character(Character(Unicode.Scalar(opener))), .alt))]
    case .paste:
      // The end mark may be late or lost; until it comes, nothing is a key but what ends a paste, and
      // nothing is handed out: the rest would be another list, and the id at the cut two wrong ones.
      guard !isPasteLate else { return [] }
      isPasteLate = true
      return [.pasteLate]
    default: return []
    }
  }

  private mutating func take(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch state {
    case .ground: ground(byte, alt: false, &events)
    case .escape: escape(byte, &events)
    case .control(let bytes): control(byte, after: bytes, &events)
    case .overlong:
      if byte == 0x1B { state = .escape } else if byte >= 0x40 { state = .ground }
    case .consoleFunction:
      state = .ground
      if (0x41...0x45).contains(byte) {
        events.append(.key(Key(.function(Int(byte) - 0x40))))
      } else if byte == 0x1B {
        state = .escape
      }
    case .single(let bytes): single(byte, after: bytes, &events)
    case .string(let opener, _, let endsNext):
      string(byte, opener: opener, endsNext: endsNext, &events)
    case .mouse(let bytes):
      state = bytes.count == 2 ? .ground : .mouse(bytes + [byte])
      if bytes.count == 2, let mouse = Mouse(x10: bytes + [byte]) { events.append(.mouse(mouse)) }
    case .character(let bytes, let missing, let alt):
      character(byte, after: bytes, missing: missing, alt: alt, &events)
    case .paste(let matched): paste(byte, matched: matched, &events)
    }
  }

  private mutating func ground(_ byte: UInt8, alt: Bool, _ events: inout [InputEvent]) {
    state = .ground
    if byte >= 0x80 {
      let missing = byte >= 0xF5 ? 0 : byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC2 ? 1 : 0
      if missing > 0 { state = .character([byte], missing: missing, alt: alt) }
    } else if byte == 0x1B {
      state = .escape
    } else if var key = Key(byte: byte, erase: erase) {
      if alt { key.modifiers.insert(.alt) }
      events.append(.key(key))
    }
  }

  private mutating func escape(_ byte: UInt8, _ events: inout [InputEvent]) {
    switch byte {
    case 0x5B: state = .control([])
    case 0x4F: state = .single([])
    case 0x5D, 0x50, 0x5F, 0x5E, 0x58:
      state = .string(opener: byte, isEmpty: true, endsNext: false)
    case 0x1B:
      events.append(.key(Key(.escape)))
    default: ground(byte, alt: true, &events)
    }
  }

  private mutating func control(
    _ byte: UInt8,
    after bytes: [UInt8],
    _ events: inout [InputEvent]
  ) {
    switch byte {
    case 0x20...0x3F:
      state = bytes.count < KeyDecoder.sequenceLimit ? .control(bytes + [byte]) : .overlong
    case 0x5B where bytes.isEmpty: state = .consoleFunction
    case 0x4D where bytes.isEmpty: state = .mouse([])
    case 0x40...0x7E:
      state = .ground
      let sequence = ControlSequence(parameters: bytes, final: byte)
      if sequence.startsPaste {
        pasted = []
        isPasteTooLong = false
        isPasteLate = false
        state = .paste(matched: 0)
      } else if let event = sequence.event {
        events.append(event)
      }
    default: ground(byte, alt: false, &events)
    }
  }

  private mutating func single(
    _ byte: UInt8,
    after bytes: [UInt8],
    _ events: inout [InputEvent]
  ) {
    switch byte {
    case 0x30...0x3B where bytes.count < KeyDecoder.sequenceLimit: state = .single(bytes + [byte])
    case 0x20...0x7E:
      state = .ground
      if let key = ControlSequence(parameters: bytes, final: byte).singleShiftKey {
        events.append(.key(key))
      }
    default: ground(byte, alt: false, &events)
    }
  }

  private mutating func string(
    _ byte: UInt8,
    opener: UInt8,
    endsNext: Bool,
    _ events: inout [InputEvent]
  ) {
    switch byte {
    case 0x07, 0x18, 0x1A: state = .ground
    case 0x1B: state = .string(opener: opener, isEmpty: false, endsNext: true)
    case 0x5C where endsNext: state = .ground
    default:
      if endsNext {
        state = .escape
        take(byte, &events)
      } else {
        state = .string(opener: opener, isEmpty: false, endsNext: false)
      }
    }
  }

  private mutating func character(
    _ byte: UInt8,
    after bytes: [UInt8],
    missing: Int,
    alt: Bool,
    _ events: inout [InputEvent]
  ) {
    guard byte & 0xC0 == 0x80 else { return ground(byte, alt: false, &events) }
    let all = bytes + [byte]
    guard missing == 1 else {
      state = .character(all, missing: missing - 1, alt: alt)
      return
    }
    state = .ground
    guard let text = String(validating: all, as: UTF8.self), let character = text.first,
      text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else { return }
    events.append(.key(Key(.character(character), alt ? .alt : [])))
  }

  private mutating func paste(_ byte: UInt8, matched: Int, _ events: inout [InputEvent]) {
    if byte == KeyDecoder.pasteEnd[matched] {
      guard matched + 1 == KeyDecoder.pasteEnd.count else {
        state = .paste(matched: matched + 1)
        return
      }
      events.append(endPaste())
      return
    }
    keep(KeyDecoder.pasteEnd.prefix(matched))
    if byte == KeyDecoder.pasteEnd[0] {
      state = .paste(matched: 1)
    } else {
      state = .paste(matched: 0)
      keep(CollectionOfOne(byte))
    }
  }

  /// Whether what was read can only be a person's way out of a paste whose end mark was lost:
  /// ctrl-c, or Esc twice, each by itself.
  private static func isWayOut(_ read: ArraySlice<UInt8>, afterEscape: Bool) -> Bool {
    read.elementsEqual([0x03]) || read.elementsEqual([0x1B, 0x1B])
      || afterEscape && read.elementsEqual([0x1B])
  }

  /// Ends a paste as a person wants it: Esc takes what came of it, ctrl-c nothing.
  private mutating func endLatePaste(_ read: ArraySlice<UInt8>) -> [InputEvent] {
    let paste = endPaste()
    return [read.first == 0x03 ? .key(.ctrl("c")) : paste]
  }

  /// Hands out what came of a paste, and takes keys again.
  private mutating func endPaste() -> InputEvent {
    state = .ground
    isPasteLate = false
    endedWithEscape = false
    return takePaste()
  }

  private mutating func keep(_ bytes: some Collection<UInt8>) {
    guard !isPasteTooLong else { return }
    if bytes.count > KeyDecoder.pasteLimit - pasted.count {
      isPasteTooLong = true
      pasted = []
    } else {
      pasted.append(contentsOf: bytes)
    }
  }

  /// The paste; terminals send line ends as CR, which become LF here.
  private mutating func takePaste() -> InputEvent {
    defer { (pasted, isPasteTooLong) = ([], false) }
    guard !isPasteTooLong else { return .pasteTooLong }
    var lines: [UInt8] = []
    lines.reserveCapacity(pasted.count)
    for (index, byte) in pasted.enumerated() {
      if byte != 0x0D {
        lines.append(byte)
      } else if index + 1 == pasted.count || pasted[index + 1] != 0x0A {
        lines.append(0x0A)
      }
    }
    return .paste(String(decoding: lines, as: UTF8.self))
  }
}
