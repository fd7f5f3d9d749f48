package import Terminal

/// What every key does everywhere: one table for dispatch, footer, help and documentation.
///
/// This folder knows keys, commands and where they count. It must not know what a command does.
package struct KeyTable: Sendable {
  /// The bindings, in the order in which footer and help name them.
  package let bindings: [KeyBinding]
  private let lookup: [KeyContext: [Key: Int]]
  /// The commands that are on other keys than they come with.
  package let overrides: [Command: [Key]]

  /// The table without anyone's changes.
  package static let standard = KeyTable(unchecked: bindings, overrides: [:])

  /// Makes the table with some commands on other keys.
  ///
  /// - Throws: `KeyClash` where one key would mean two things in one place.
  package init(overrides: [Command: [Key]]) throws(KeyClash) {
    let changed = KeyTable.bindings.map { binding in
      var binding = binding
      if let keys = overrides[binding.command] { binding.keys = keys }
      return binding
    }
    if let clash = KeyTable.clash(in: changed) { throw clash }
    self.init(unchecked: changed, overrides: overrides)
  }

  private init(unchecked bindings: [KeyBinding], overrides: [Command: [Key]]) {
    self.bindings = bindings
    self.overrides = overrides
    var lookup: [KeyContext: [Key: Int]] = [:]
    for (index, binding) in bindings.enumerated() {
      for context in binding.contexts {
        for key in binding.keys(in: context) { lookup[context, default: [:]][key] = index }
      }
    }
    self.lookup = lookup
  }

  /// What a key means there; `nil` where it means nothing.
  package func binding(for key: Key, in context: KeyContext) -> KeyBinding? {
    lookup[context]?[key].map { bindings[$0] }
  }

  /// The bindings that count there, in order.
  package func bindings(in context: KeyContext) -> [KeyBinding] {
    bindings.filter { !$0.keys(in: context).isEmpty }
  }

  /// The first key that is bound twice in one place.
  static func clash(in bindings: [KeyBinding]) -> KeyClash? {
    for context in KeyContext.allCases {
      var seen: [Key: Command] = [:]
      for binding in bindings {
        for key in binding.keys(in: context) {
          if let other = seen[key], other != binding.command {
            return KeyClash(key: key, first: other, second: binding.command, context: context)
          }
          seen[key] = binding.command
        }
      }
    }
    return nil
  }
}

extension KeyTable: Hashable {
  /// Whether both have the same changes.
  package static func == (left: KeyTable, right: KeyTable) -> Bool {
    left.overrides == right.overrides
  }

  /// Feeds the changes.
  package func hash(into hasher: inout Hasher) { hasher.combine(overrides) }
}
