/// Why the server could not be started.
package enum ServerError: Error, Hashable, Sendable {
  /// Another program listens on the port.
  case portInUse(Int)
  /// The system refused the port for another reason.
  case cannotListen(port: Int, detail: String)
}

extension ServerError: CustomStringConvertible {
  /// What failed, why, and what to do, for people.
  package var description: String {
    switch self {
    case .portInUse(let port):
      "port \(port) on 127.0.0.1 is in use by another program; end it, or choose another port "
        + "with --port (0 for any that is free)"
    case .cannotListen(let port, let detail):
      "cannot listen on port \(port) of 127.0.0.1: \(detail)"
    }
  }
}
