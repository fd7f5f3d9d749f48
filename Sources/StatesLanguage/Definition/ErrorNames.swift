/// The rules by which Retry and Catch name errors.
enum ErrorNames {
  /// Whether a list of names covers `error`.
  static func cover(_ names: [String], _ error: String?) -> Bool {
    guard error != "States.Runtime" else { return false }
    return names.contains { name in
      switch name {
      case "States.ALL": error != "States.DataLimitExceeded"
      case "States.TaskFailed":
        error != "States.Timeout" && error != "States.HeartbeatTimeout"
          && error != "States.DataLimitExceeded"
      case "States.Timeout": error == name || error == "States.HeartbeatTimeout"
      default: error == name
      }
    }
  }
}
