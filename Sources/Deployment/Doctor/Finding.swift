/// What the doctor found out about one thing.
package struct Finding: Hashable, Sendable {
  /// How bad it is.
  package enum Status: String, Sendable {
    /// It is as it should be.
    case ok
    /// It works, but not all of it, or it could not be looked at.
    case warn
    /// It does not work.
    case fail
  }

  /// What was looked at, such as `api key`.
  package let check: String
  /// How bad it is.
  package let status: Status
  /// What was seen.
  package let detail: String
  /// What to do; empty where it is well.
  package let advice: String

  /// It is well.
  static func ok(_ check: String, _ detail: String) -> Finding {
    Finding(check: check, status: .ok, detail: detail, advice: "")
  }

  /// It works, but not all of it.
  static func warn(_ check: String, _ detail: String, _ advice: String) -> Finding {
    Finding(check: check, status: .warn, detail: detail, advice: advice)
  }

  /// It does not work.
  static func fail(_ check: String, _ detail: String, _ advice: String) -> Finding {
    Finding(check: check, status: .fail, detail: detail, advice: advice)
  }
}
