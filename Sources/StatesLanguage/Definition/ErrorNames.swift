/// The rules by which Retry and Catch name errors.
enum ErrorNames {
  /// Whether a list of names covers a fault.
  ///
  /// `States.ALL` covers too much data as well, as recorded runs show, whatever the guide says.
  static func cover(_ names: [String], _ fault: StateFault) -> Bool {
    let error = fault.error
    guard error != "States.Runtime" else { return false }
    return names.contains { name in
      switch name {
      case "States.ALL": true
      case "States.TaskFailed":
        error != "States.Timeout" && error != "States.HeartbeatTimeout"
          && error != "States.DataLimitExceeded"
      case "States.Timeout": error == name || error == "States.HeartbeatTimeout"
      case "States.HeartbeatTimeout": error == name || fault.limit == .silence
      default: error == name
      }
    }
  }
}
