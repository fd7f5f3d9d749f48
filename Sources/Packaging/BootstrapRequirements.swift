/// What Lambda's `provided.al2023` on x86_64 has to offer to a program.
package enum BootstrapRequirements {
  /// The newest glibc whose functions may be used: Amazon Linux 2023 has 2.34.
  package static let newestGlibc = [2, 34]
  /// The libraries that may be needed: what was libdl and libpthread is part of libc since 2.34.
  package static let libraries: Set = ["libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2"]
  /// The command that builds a program that meets them.
  package static let buildCommand = ".ci/bootstrap"

  /// What keeps a program from starting on Lambda; empty where nothing does.
  package static func problems(of program: [UInt8]) -> [String] {
    let image: ELFImage
    do {
      image = try ELFImage(program)
    } catch {
      return [error.reason]
    }
    var problems: [String] = []
    if image.machine != 62 { problems.append("it is not a program for x86_64") }
    for library in image.libraries where !libraries.contains(library) {
      problems.append("it needs \(library), which Lambda does not have for sure")
    }
    for version in image.versions where isTooNew(version.name) {
      problems.append("it needs \(version.name) of \(version.library); Lambda has GLIBC_2.34")
    }
    return problems
  }

  /// Whether a version is one of glibc's past 2.34, or one that is not for programs.
  private static func isTooNew(_ version: String) -> Bool {
    guard version.hasPrefix("GLIBC_") else { return false }
    let numbers = version.dropFirst(6).split(separator: ".").map { Int($0) }
    let known = numbers.compactMap { $0 }
    return known.count != numbers.count || newestGlibc.lexicographicallyPrecedes(known)
  }
}
