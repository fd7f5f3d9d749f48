internal import AWSClient
internal import ArgumentParser
internal import CustomerDomain
internal import Dashboard
internal import DashboardRuntime
internal import Terminal

/// `rollcall screenshot`: what the dashboard shows, as a picture.
struct ScreenshotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screenshot",
    abstract: "Write what the dashboard shows, or showed, as SVG, text or ANSI.",
    discussion: """
      Without --from it looks at the context until all panes have data; where some have none in time \
      it says so, writes what there is, and ends with 75. NO_COLOR is about the terminal: a picture has \
      its theme's colours, and none with --theme monochrome.
      """
  )

  @Option(help: ArgumentHelp("The screen's size; 120x36 where not given.", valueName: "COLSxROWS"))
  var size: SizeArgument?

  @Option(help: "The pane that has the keys: customers, workflow, logs or alarms.")
  var pane: PaneArgument?

  @Flag(help: "Give that pane the whole screen.")
  var zoom = false

  @Option(help: "The theme.")
  var theme: String?

  @Option(help: "svg, text or ansi; where not given, as the file's name ends, and svg on stdout.")
  var format: PictureFormat?

  @Option(help: ArgumentHelp("The new file to write; where not given, stdout.", valueName: "file"))
  var output: String?

  @Option(help: ArgumentHelp("A recording to take the picture from.", valueName: "file"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "When in the recording: so long after its beginning, such as 90s, or ISO 8601; else its end.",
      valueName: "time"
    )
  )
  var at: MomentArgument?

  @Option(help: ArgumentHelp("How long to wait for data.", valueName: "duration"))
  var wait = DurationArgument(milliseconds: 30_000)

  @OptionGroup var global: GlobalOptions

  /// Checks what goes together.
  func validate() throws {
    if at != nil, from == nil { throw ValidationError("--at needs --from.") }
    if zoom, pane == nil { throw ValidationError("--zoom needs --pane.") }
    if format == nil, let output, PictureFormat(path: output) == nil {
      throw ValidationError(
        "The name of --output must end in \(PictureFormat.endings), or --format say what it is."
      )
    }
  }

  func run() async throws {
    let launch = try Launch.ofCommand(global)
    let picture =
      if let from { try recorded(from, launch) } else { try await live(launch) }
    try write(picture)
    guard !picture.missing.isEmpty else { return }
    let names = picture.missing.map { $0.title.lowercased() }.joined(separator: ", ")
    Printer.complain("no data after \(wait.defaultValueDescription) in: \(names)")
    throw ExitStatus.tryAgain
  }

  /// A frame, what it shows, and the panes that have no data in it.
  struct Picture {
    /// The frame.
    let frame: Frame
    /// What it shows, in words.
    let title: String
    /// The panes without data.
    var missing: [Pane] = []
  }

  private func write(_ picture: Picture) throws {
    let format = format ?? output.flatMap { PictureFormat(path: $0) } ?? .svg
    let text = format.text(of: picture.frame, title: picture.title)
    guard let output else { return try Printer.raw(text) }
    do throws(NewFile.Failure) {
      var file = try NewFile(
        path: output,
        replaces: false,
        token: ClockPacer(ContinuousClock()).randomBits()
      )
      try file.write(Array(text.utf8))
      _ = try file.keep()
    } catch {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "write",
        resource: output,
        reason: "\(error)",
        advice: "name a new file in a folder that can be written to; what is there is not replaced"
      )
    }
  }
}
