internal import CCurl
internal import Glibc

/// libcurl's functions, found in the shared library on the thread that uses them.
///
/// They are looked up and not linked, because libcurl brings thirty libraries along: a program that
/// draws before it calls out does not wait for them, and one that never calls out never loads them.
struct CurlLibrary {
  /// What could not be found.
  struct LoadFailure: Error {
    /// The dynamic linker's own words.
    let message: String
  }

  /// The address of a variadic function, for the typed calls of `CCurl`.
  typealias Variadic = UnsafeMutableRawPointer
  /// A transfer as libcurl knows it.
  typealias Easy = UnsafeMutableRawPointer
  /// All transfers together as libcurl knows them.
  typealias Multi = UnsafeMutableRawPointer
  /// A list of header lines.
  typealias List = UnsafeMutablePointer<curl_slist>

  /// `curl_global_init`.
  let globalInit: @convention(c) (Int) -> CURLcode
  /// `curl_easy_init`.
  let easyInit: @convention(c) () -> Easy?
  /// `curl_easy_perform`.
  let easyPerform: @convention(c) (Easy) -> CURLcode
  /// `curl_easy_pause`.
  let easyPause: @convention(c) (Easy, Int32) -> CURLcode
  /// `curl_easy_reset`.
  let easyReset: @convention(c) (Easy) -> Void
  /// `curl_easy_cleanup`.
  let easyCleanup: @convention(c) (Easy) -> Void
  /// `curl_easy_strerror`.
  let easyMessage: @convention(c) (CURLcode) -> UnsafePointer<CChar>?
  /// `curl_easy_setopt`.
  let easySetOption: Variadic
  /// `curl_easy_getinfo`.
  let easyGetInfo: Variadic
  /// `curl_multi_init`.
  let multiInit: @convention(c) () -> Multi?
  /// `curl_multi_cleanup`.
  let multiCleanup: @convention(c) (Multi) -> CURLMcode
  /// `curl_multi_add_handle`.
  let multiAdd: @convention(c) (Multi, Easy) -> CURLMcode
  /// `curl_multi_remove_handle`.
  let multiRemove: @convention(c) (Multi, Easy) -> CURLMcode
  /// `curl_multi_socket_action`.
  let multiSocketAction:
    @convention(c) (Multi, curl_socket_t, Int32, UnsafeMutablePointer<Int32>) -> CURLMcode
  /// `curl_multi_info_read`.
  let multiInfoRead:
    @convention(c) (Multi, UnsafeMutablePointer<Int32>) -> UnsafeMutablePointer<CURLMsg>?
  /// `curl_multi_setopt`.
  let multiSetOption: Variadic
  /// `curl_slist_append`.
  let listAppend: @convention(c) (List?, UnsafePointer<CChar>) -> List?
  /// `curl_slist_free_all`.
  let listFree: @convention(c) (List?) -> Void

  /// Loads the library.
  ///
  /// - Throws: `LoadFailure` where it or one of its functions is missing.
  init(path: String = "libcurl.so.4") throws(LoadFailure) {
    // Lazily: of what thirty libraries could be called, a transfer calls little.
    guard let library = dlopen(path, RTLD_LAZY | RTLD_LOCAL) else { throw LoadFailure.last() }
    func address(_ name: String) throws(LoadFailure) -> UnsafeMutableRawPointer {
      guard let symbol = dlsym(library, name) else { throw LoadFailure.last() }
      return symbol
    }
    // Each is of the type of the property that it is found for.
    func find<Function>(_ name: String) throws(LoadFailure) -> Function {
      unsafeBitCast(try address(name), to: Function.self)
    }
    globalInit = try find("curl_global_init")
    easyInit = try find("curl_easy_init")
    easyPerform = try find("curl_easy_perform")
    easyPause = try find("curl_easy_pause")
    easyReset = try find("curl_easy_reset")
    easyCleanup = try find("curl_easy_cleanup")
    easyMessage = try find("curl_easy_strerror")
    easySetOption = try address("curl_easy_setopt")
    easyGetInfo = try address("curl_easy_getinfo")
    multiInit = try find("curl_multi_init")
    multiCleanup = try find("curl_multi_cleanup")
    multiAdd = try find("curl_multi_add_handle")
    multiRemove = try find("curl_multi_remove_handle")
    multiSocketAction = try find("curl_multi_socket_action")
    multiInfoRead = try find("curl_multi_info_read")
    multiSetOption = try address("curl_multi_setopt")
    listAppend = try find("curl_slist_append")
    listFree = try find("curl_slist_free_all")
  }
}

extension CurlLibrary.LoadFailure {
  /// The failure that the dynamic linker reported last on this thread.
  static func last() -> CurlLibrary.LoadFailure {
    CurlLibrary.LoadFailure(message: dlerror().map { String(cString: $0) } ?? "unknown reason")
  }
}
