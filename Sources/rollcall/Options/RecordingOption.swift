internal import ArgumentParser
internal import CustomerDomain
internal import DashboardRuntime

/// The options that have what happens on the screen written down.
struct RecordingOption: ParsableArguments {
  @Option(
    name: .customLong("record"),
    help: ArgumentHelp(
      "Write what happens to a new file, for 'rollcall replay'; ids and log lines are in it.",
      valueName: "file"
    )
  )
  var path: String?

  @Option(
    name: .customLong("record-further"),
    help: ArgumentHelp(
      "The recording to go on with after a change of context.",
      visibility: .hidden
    )
  )
  var furtherPath: String?

  @Option(
    name: .customLong("record-length"),
    help: ArgumentHelp("How long that recording is, in milliseconds.", visibility: .hidden)
  )
  var furtherLength: Int64?

  /// Makes the file, before the screen is taken; `nil` where none is wanted.
  ///
  /// - Throws: `ServiceFailure` where it cannot be made, or is there already.
  func file() throws(ServiceFailure) -> RecordingTarget? {
    guard let path = furtherPath ?? path else { return nil }
    // The length is told, as a recording of days takes long to read.
    let base = furtherPath == nil ? nil : max(0, furtherLength ?? 0)
    do throws(GrowingFile.Failure) {
      let file = try base == nil ? GrowingFile(creating: path) : GrowingFile(continuing: path)
      return RecordingTarget(file: file, base: base)
    } catch {
      throw ServiceFailure(
        kind: .invalidInput,
        action: "record to",
        resource: path,
        reason: "\(error)",
        advice: "name a new file in a folder that can be written to"
      )
    }
  }
}

/// Where a recording goes.
struct RecordingTarget: Sendable {
  /// The file.
  let file: GrowingFile
  /// Milliseconds that it is long already; `nil` where it is new.
  var base: Int64?
}
