internal import Glibc

/// The path of a program built beside the running tests; nil if it was not built.
package func builtProgram(_ name: String) -> String? {
  var path = [CChar](repeating: 0, count: 4_096)
  let count = readlink("/proc/self/exe", &path, path.count - 1)
  let executable = String(
    decoding: path.prefix(max(0, count)).map(UInt8.init(bitPattern:)),
    as: UTF8.self
  )
  // The tests run in a bundle in the build folder, or in a tool of the toolchain that loads it.
  var folders = [executable] + CommandLine.arguments
  folders = folders.flatMap { path -> [String] in
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return [parts.joined(separator: "/"), parts.dropLast().joined(separator: "/")]
  }
  return folders.map { $0 + "/" + name }.first { access($0, X_OK) == 0 }
}
