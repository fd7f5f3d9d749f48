package import Terminal

/// One key was given to two commands that count in the same place.
package struct KeyClash: Error, Hashable, Sendable, CustomStringConvertible {
  /// The key.
  package let key: Key
  /// The command that has it.
  package let first: Command
  /// The command that wants it too.
  package let second: Command
  /// Where both count.
  package let context: KeyContext

  /// What is wrong and where, naming both commands.
  package var description: String {
    "key \(key.name) is given to both \(first.rawValue) and \(second.rawValue) "
      + "(\(context.rawValue)); give one of them another key"
  }
}
