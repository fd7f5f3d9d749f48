internal import ArgumentParser
internal import CustomerDomain
internal import DashboardRuntime

/// The option that has what happens on the screen written down.
struct RecordingOption: ParsableArguments {
  @Option(
    name: .customLong("record"),
    help: ArgumentHelp(
      "Write what happens to a new file, for 'rollcall replay'; ids and log lines are in it.",
      valueName: "file"
    )
  )
  var path: String?

  /// Makes the file, before the screen is taken; `nil` where none is wanted.
  ///
  /// - Throws: `ServiceFailure` where it cannot be made, or is there already.
  func file() throws(ServiceFailure) -> RecordingFile? {
    guard let path else { return nil }
    do throws(RecordingFile.Failure) {
      return try RecordingFile(creating: path)
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
