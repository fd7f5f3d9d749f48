internal import JSONValue

/// What a change set would do.
package struct ChangeSummary: Hashable, Sendable {
  /// What would become of one resource.
  package struct Change: Hashable, Sendable {
    /// Such as `Add`, `Modify`, `Remove` or `Import`.
    package let action: String
    /// The name in the template.
    package let logicalID: String
    /// The name in the account, where there is one yet.
    package let physicalID: String
    /// Such as `AWS::Lambda::Function`.
    package let type: String
    /// Whether a new resource would take the old one's place: `True`, `False` or `Conditional`.
    package let replacement: String

    /// Whether what is there now would be gone.
    package var isDestructive: Bool { action == "Remove" || replacement == "True" }
  }

  /// The changes, in CloudFormation's order.
  package let changes: [Change]
  /// Whether the stack is new.
  package let isNew: Bool

  /// Makes a summary.
  package init(changes: [Change], isNew: Bool) {
    self.changes = changes
    self.isNew = isNew
  }

  /// Such as `12 to add, 3 to change, 1 to replace, 2 to remove`.
  package var words: String {
    let replaced = changes.count { $0.action == "Modify" && $0.replacement == "True" }
    let counts = [
      (changes.count { $0.action == "Add" }, "to add"),
      (changes.count { $0.action == "Import" }, "to import"),
      (changes.count { $0.action == "Modify" } - replaced, "to change"),
      (replaced, "to replace"), (changes.count { $0.action == "Remove" }, "to remove"),
    ]
    let words = counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return words.isEmpty ? "nothing to change but outputs or tags" : words.joined(separator: ", ")
  }
}

extension ChangeSummary.Change {
  /// Reads one of the changes of an answer.
  init?(_ json: JSON) {
    guard let change = json["ResourceChange"], let action = change["Action"]?.string else {
      return nil
    }
    self.init(
      action: action,
      logicalID: change["LogicalResourceId"]?.string ?? "",
      physicalID: change["PhysicalResourceId"]?.string ?? "",
      type: change["ResourceType"]?.string ?? "",
      replacement: change["Replacement"]?.string ?? ""
    )
  }
}
