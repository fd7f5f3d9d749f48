internal import CPCRE2
internal import Dashboard
internal import Synchronization

/// A regular expression of PCRE2, compiled to machine code where the system allows it.
///
/// Unchecked, because Swift does not know that compiled code is only read (pcre2api,
/// "Multithreading") and that what a match writes to is used under the lock.
final class LogPattern: @unchecked Sendable {
  /// How many steps a match may take before it stays undecided: some expressions would take for ever
  /// (pcre2api, "The match context").
  private static let stepLimit: UInt32 = 100_000

  private let code: OpaquePointer
  private let match: OpaquePointer
  private let lock = Mutex(())
  private let context: OpaquePointer?
  private let isCompiled: Bool

  /// Compiles an expression.
  ///
  /// - Throws: `LogFilter.Problem` that says what is wrong with it, and where.
  init(_ expression: String, ignoresCase: Bool) throws(LogFilter.Problem) {
    var (error, offset): (Int32, Int) = (0, 0)
    let options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (ignoresCase ? PCRE2_CASELESS : 0)
    let bytes = Array(expression.utf8)
    guard
      let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, nil),
      let match = pcre2_match_data_create_8(1, nil)
    else {
      throw .init("regular expression: \(LogPattern.words(error)), at \(offset)")
    }
    self.code = code
    self.match = match
    isCompiled = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE) == 0
    context = pcre2_match_context_create_8(nil)
    pcre2_set_match_limit_8(context, LogPattern.stepLimit)
  }

  deinit {
    pcre2_match_context_free_8(context)
    pcre2_match_data_free_8(match)
    pcre2_code_free_8(code)
  }

  /// Whether some part of a line, which is valid UTF-8, matches; `nil` where that takes too long to tell.
  func matches(_ line: UnsafeBufferPointer<UInt8>) -> Bool? {
    lock.withLock { _ in isMatch(line) }
  }

  private func isMatch(_ line: UnsafeBufferPointer<UInt8>) -> Bool? {
    let found =
      isCompiled
      ? pcre2_jit_match_8(code, line.baseAddress, line.count, 0, 0, match, context)
      : pcre2_match_8(
        code,
        line.baseAddress,
        line.count,
        0,
        PCRE2_NO_UTF_CHECK,
        match,
        context
      )
    return found >= 0 ? true : found == PCRE2_ERROR_NOMATCH ? false : nil
  }

  /// The first part of a line that matches.
  func found(in line: UnsafeBufferPointer<UInt8>) -> String? {
    lock.withLock { _ in
      guard isMatch(line) == true, let places = pcre2_get_ovector_pointer_8(match),
        places[0] < places[1], places[1] <= line.count
      else { return nil }
      return String(decoding: line[places[0]..<places[1]], as: UTF8.self)
    }
  }

  private static func words(_ error: Int32) -> String {
    var text = [UInt8](repeating: 0, count: 256)
    let count = pcre2_get_error_message_8(error, &text, text.count)
    return count < 0 ? "it cannot be read" : String(decoding: text[..<Int(count)], as: UTF8.self)
  }
}
