extension BackendNames {
  /// How it is found out what the backend's parts are called.
  package enum Source: Hashable, Sendable {
    /// It is configured.
    case known(BackendNames)
    /// It is told by the name of the workflow that there is; for a local cloud, which holds one
    /// backend.
    case discovered
  }
}
