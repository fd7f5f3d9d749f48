internal import Deployment

/// Where the zip of the functions' code comes from.
enum CodeSource {
  /// The source that the options choose; `nil` for what is deployed already.
  static func chosen(zip: String?, bootstrap: String?) -> (any ArtifactSource)? {
    if let zip { return ZipFile(path: zip) }
    return bootstrap.map { ProgramToPack(path: $0) }
  }
}
