/// Why a snapshot could not be taken up.
package struct SnapshotError: Error, Hashable, Sendable {
  /// What is wrong with it, in words.
  package let reason: String
}
