package import JSONValue

/// A least-privilege IAM policy, made from what the program really calls.
package struct Policy: Hashable, Sendable {
  /// The policy as IAM takes it.
  package let json: JSON

  /// Makes the policy of a role.
  ///
  /// - Parameters:
  ///   - role: who needs it.
  ///   - place: where the resources are.
  ///   - types: the resource types of the template, which the deployer makes.
  package init(_ role: OperationTable.Role, in place: PolicyPlace, types: Set<String> = []) {
    var actions: [PolicyScope: Set<String>] = [:]
    for row in OperationTable.rows where row.roles.contains(role) {
      if let action = row.action { actions[row.scope, default: []].insert(action) }
    }
    if role == .deployer {
      for type in types {
        for (scope, needed) in ResourceActions.of(type) ?? [] {
          actions[scope, default: []].formUnion(needed)
        }
      }
    }
    let statements = PolicyScope.allCases.compactMap { scope -> JSON? in
      let resources = scope.arns(place)
      guard let needed = actions[scope], !resources.isEmpty else { return nil }
      return [
        "Effect": "Allow", "Action": .array(Policy.condensed(needed).map(JSON.string)),
        "Resource": .array(resources.map(JSON.string)),
      ]
    }
    json = ["Version": "2012-10-17", "Statement": .array(statements)]
  }

  /// The actions in order, without those that another one with `*` covers.
  private static func condensed(_ actions: Set<String>) -> [String] {
    let wide = actions.filter { $0.hasSuffix("*") }.map { $0.dropLast() }
    return actions.filter { action in
      action.hasSuffix("*") || !wide.contains { action.hasPrefix($0) }
    }.sorted()
  }
}
