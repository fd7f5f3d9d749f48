internal import Configuration
internal import CustomerServices

extension Settings {
  /// How logs are followed.
  func tailOptions(isLocal: Bool) -> LogTail.Options {
    var options = isLocal ? LogTail.Options.localCloud : .aws
    if case .remote(let remote) = destination { options.usesLiveTail = remote.usesLiveTail }
    return options
  }
}
