internal import CNCurses
internal import Glibc

/// Turns frames into the bytes that bring the terminal from the last frame to the next.
///
/// It owns ncurses, so there may be one at a time, used by one thread. It neither reads nor writes
/// the terminal and leaves its modes alone.
final class CursesScreen {
  /// What the terminal can do.
  private(set) var capabilities: TerminalCapabilities
  /// How large the screen is.
  private(set) var size: Size

  private let output: CursesOutput
  private let handle: OpaquePointer
  private var palette: CursesPalette
  private var shown: Frame?
  private var widths = GlyphWidths()
  private var row: [cchar_t] = []

  /// Takes over ncurses for the terminal the environment names.
  ///
  /// - Throws: `TerminalError`.
  init(environment: [String: String], size: Size) throws(TerminalError) {
    useUnicodeLocale()
    output = try CursesOutput()
    self.size = size
    let named = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 } ?? "xterm-256color"
    var opened = openScreen(named, environment: environment, size: size, output: output)
    if opened == nil {
      // ncurses refuses what it knows but cannot drive; only what it does not know is replaced.
      if TerminfoFile.read(named, environment: environment) != nil {
        throw .tooSimple(terminal: named)
      }
      opened = openScreen("xterm-256color", environment: environment, size: size, output: output)
    }
    guard let (handle, capabilities) = opened else { throw .notDescribed(terminal: named) }
    self.handle = handle
    self.capabilities = capabilities
    palette = CursesPalette(depth: .none)
    guard cn_capability("cup") != nil else {
      endwin()
      throw .tooSimple(terminal: named)
    }
    startDrawing()
  }

  deinit {
    delscreen(handle)
  }

  private func startDrawing() {
    typeahead(-1)
    nonl()
    let window = cn_standard_screen()
    idlok(window, true)
    leaveok(window, false)
    capabilities.depth = colorDepth()
    palette = CursesPalette(depth: capabilities.depth)
    resize_term(Int32(size.rows), Int32(size.columns))
    clearok(window, true)
  }

  private func colorDepth() -> ColorDepth {
    // alloc_pair and init_pair crash in ncurses 6.4 where start_color did not succeed.
    guard !capabilities.refusesColor, has_colors(), start_color() == OK else { return .none }
    let count = Int(cn_color_count())
    return count > 256 ? .direct : .palette(count)
  }

  /// The bytes that show `frame`; none if the terminal shows it already.
  func bytes(showing frame: Frame) -> [UInt8] {
    let frame = frame.settingBlanksQuietly()
    guard frame != shown || shown == nil else { return [] }
    let window = cn_standard_screen()
    let area = frame.bounds.intersection(Rect(size))
    let looks = frame.styles.values.map { palette.look(of: $0) }
    for run in FrameDiff(from: shown, to: frame).runs where run.row < area.height {
      let columns = run.columns.clamped(to: 0..<area.width)
      if !columns.isEmpty { paint(frame, row: run.row, columns, looks, on: window) }
    }
    shown = frame
    if let cursor = frame.cursor, area.contains(cursor) {
      wmove(window, Int32(cursor.y), Int32(cursor.x))
      curs_set(1)
    } else {
      curs_set(0)
    }
    wnoutrefresh(window)
    doupdate()
    return output.drain()
  }

  private func paint(
    _ frame: Frame,
    row: Int,
    _ columns: Range<Int>,
    _ looks: [CursesPalette.Look],
    on window: UnsafeMutablePointer<WINDOW>?
  ) {
    self.row.removeAll(keepingCapacity: true)
    let base = row * frame.size.columns
    for column in columns {
      let cell = frame.cells[base + column]
      if cell.isContinuation { continue }
      let look = looks[Int(cell.style)]
      let width = cell.isWide ? 2 : 1
      let fits = column + width <= columns.upperBound
      let isKnown = fits && widths.agrees(cell.scalar, width: width)
      append(
        isKnown ? cell.scalar : 0xFFFD,
        isKnown ? frame.combinings[cell.combining] : .zero,
        look
      )
      if !isKnown, width == 2, fits { append(0x20, .zero, look) }
    }
    mvwadd_wchnstr(window, Int32(row), Int32(columns.lowerBound), self.row, Int32(self.row.count))
  }

  private func append(_ scalar: UInt32, _ combining: SIMD4<UInt32>, _ look: CursesPalette.Look) {
    var cell = cchar_t()
    withUnsafePointer(to: combining) { codes in
      codes.withMemoryRebound(to: UInt32.self, capacity: 4) { codes in
        cn_fill_cell(&cell, wchar_t(bitPattern: scalar), codes, look.attributes, look.pair)
      }
    }
    row.append(cell)
  }

  /// Takes over a new size; the next frame is drawn from nothing.
  func resize(to size: Size) {
    self.size = size
    resize_term(Int32(max(1, size.rows)), Int32(max(1, size.columns)))
    forget()
  }

  /// Makes the next frame be drawn from nothing.
  func forget() {
    shown = nil
    clearok(cn_current_screen(), true)
  }

  /// The bytes that give the terminal back; the next frame takes it again.
  func leave() -> [UInt8] {
    endwin()
    shown = nil
    clearok(cn_current_screen(), true)
    var bytes = output.drain()
    // Without a screen of its own the frame stays, and the shell goes on in its last line.
    if cn_capability("rmcup") == nil, let erase = cn_capability("el") {
      bytes += Array("\r".utf8) + withoutPadding(String(cString: erase))
    }
    return bytes
  }

  /// The bytes that reset the terminal from whatever state, for the crash handler.
  func resetBytes() -> [UInt8] {
    let names = ["sgr0", "op", "rmcup", "cnorm", "rmkx"]
    return names.flatMap { (name: String) -> [UInt8] in
      cn_capability(name).map { withoutPadding(String(cString: $0)) } ?? []
    }
  }
}

/// terminfo marks delays as `$<5>`, which only `tputs` understands.
private func withoutPadding(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var isInPadding = false
  let source = Array(text.utf8)
  for (index, byte) in source.enumerated() {
    if byte == 0x24, index + 1 < source.count, source[index + 1] == 0x3C { isInPadding = true }
    if !isInPadding { bytes.append(byte) }
    if byte == 0x3E { isInPadding = false }
  }
  return bytes
}

/// ncurses encodes by the locale; one that is not UTF-8 would turn half the screen to garbage.
private func useUnicodeLocale() {
  setlocale(LC_CTYPE, "")
  let codeset = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
  if codeset != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
}

/// Opens ncurses for a terminal, with true colour if it is announced and can be had.
private func openScreen(
  _ terminal: String,
  environment: [String: String],
  size: Size,
  output: CursesOutput
) -> (OpaquePointer, TerminalCapabilities)? {
  let capabilities = TerminalCapabilities(terminal: terminal, environment: environment)
  // ncurses cannot ask a file for its size; asking terminfo instead would set a scroll region of
  // 24 lines.
  let variables = [("LINES", "\(size.rows)"), ("COLUMNS", "\(size.columns)")]
  if capabilities.wantsDirectColor,
    let entry = TerminfoFile.read(terminal, environment: environment)
      .flatMap(DirectColorEntry.init(patching:))
  {
    let direct = variables + [("TERMINFO", entry.environmentValue)]
    let handle = withVariables(direct) { newterm(terminal, output.writing, output.reading) }
    if let handle { return (handle, capabilities) }
  }
  let handle = withVariables(variables) { newterm(terminal, output.writing, output.reading) }
  return handle.map { ($0, capabilities) }
}

/// Does something with variables of the environment set, which programs started later must not see.
private func withVariables<Result>(_ variables: [(String, String)], _ body: () -> Result) -> Result
{
  let before = variables.map { name, _ in getenv(name).map { String(cString: $0) } }
  for (name, value) in variables { setenv(name, value, 1) }
  defer {
    for ((name, _), old) in zip(variables, before) {
      if let old { setenv(name, old, 1) } else { unsetenv(name) }
    }
  }
  return body()
}
