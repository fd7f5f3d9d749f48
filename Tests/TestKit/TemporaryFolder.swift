internal import CVTerm
internal import Glibc

/// A new folder that is removed with all it holds when nobody holds it.
package final class TemporaryFolder: Sendable {
  /// The folder's path.
  package let path: String

  /// Makes a folder.
  package init() {
    var template = Array("/tmp/rollcall-test-XXXXXX".utf8CString)
    mkdtemp(&template)
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    nftw(
      path,
      { path, _, _, _ in path.map { remove($0) } ?? 0 },
      16,
      cvt_walk_depth_first | cvt_walk_physical
    )
  }
}
