internal import CustomerDomain
internal import LocalCloud

extension ServiceFailure {
  /// Why the local cloud could not be opened, from whichever of its rooms the error came.
  ///
  /// What the user has written, a template or a parameter, is bad configuration, and so is data that
  /// only a newer version can read; all else is the cloud's own trouble.
  ///
  /// - Parameters:
  ///   - error: what the cloud says.
  ///   - folder: the cloud's folder.
  ///   - isNamed: whether `--data` named it, so that a command about it must name it too.
  ///   - templateFile: the template of the user's own.
  init(
    openingLocalCloud error: any Error,
    folder: String,
    isNamed: Bool = false,
    templateFile: String? = nil
  ) {
    switch error {
    case let error as ServiceFailure: self = error
    case let error as TemplateError:
      self.init(
        kind: .badConfiguration,
        action: "apply",
        resource: templateFile ?? "the template of \(folder)",
        reason: ServiceFailure.oneLine(error.description),
        advice: "mend it, or start with another --template or --parameter"
      )
    case let error as CloudStoreError:
      self.init(
        opening: folder,
        error.isNewer ? .badConfiguration : .unavailable,
        error.words,
        advice: error.advice(
          reset: "rollcall local --reset" + (isNamed ? " --data \(ShellWord.quoted(folder))" : "")
        )
      )
    case let error as CloudFileError:
      self.init(
        opening: folder,
        .unavailable,
        "\(error)",
        advice: error.isFull
          ? "make room, or use another folder with --data"
          : "make it readable and writable or remove it, or use another folder with --data"
      )
    case let error as ServerError: self.init(opening: folder, .unavailable, "\(error)")
    case let error as HostError: self.init(opening: folder, .unavailable, "\(error)")
    default:
      self.init(
        opening: folder,
        .unavailable,
        "\(error)",
        advice: "try another folder with --data; the log file tells more with --verbose"
      )
    }
  }

  private init(
    opening folder: String,
    _ kind: Kind,
    _ reason: String,
    advice: String = ""
  ) {
    self.init(
      kind: kind,
      action: "open the local cloud",
      resource: folder,
      reason: ServiceFailure.oneLine(reason),
      advice: advice
    )
  }

  /// What SQLite or a YAML reader say in several lines.
  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: ", ")
  }
}

extension CloudStoreError {
  /// Whether the file was written by a newer version of the program.
  fileprivate var isNewer: Bool {
    if case .newer = reason { true } else { false }
  }
}
