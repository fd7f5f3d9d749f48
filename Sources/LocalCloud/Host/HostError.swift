/// Why no local cloud could be reached.
package enum HostError: Error, Hashable, Sendable {
  /// Another process holds the folder, but does not answer.
  case ownerSilent(folder: String, processID: Int?)
}

extension HostError: CustomStringConvertible {
  /// What failed, why, and what to do, for people.
  package var description: String {
    switch self {
    case .ownerSilent(let folder, let processID):
      "the local cloud of \(folder) is held by \(processID.map { "process \($0)" } ?? "another process"), "
        + "which does not answer; end that process, or use another folder with --data"
    }
  }
}
