internal import Foundation

/// The process's environment, read once at the start and handed on as a value.
enum ProcessEnvironment {
  /// The variables.
  static var current: [String: String] { ProcessInfo.processInfo.environment }
}
