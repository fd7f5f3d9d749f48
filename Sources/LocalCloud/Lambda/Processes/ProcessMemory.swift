internal import Glibc

/// How much memory processes hold, as Linux counts it.
enum ProcessMemory {
  /// The resident memory of a process and of those it has started, in bytes; 0 where it has ended.
  static func resident(of process: pid_t, depth: Int = 0) -> Int {
    guard let statm = text("/proc/\(process)/statm") else { return 0 }
    let pages = statm.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    var bytes = pages * sysconf(Int32(_SC_PAGESIZE))
    guard depth < 8, let children = text("/proc/\(process)/task/\(process)/children") else {
      return bytes
    }
    for child in children.split(separator: " ") {
      if let child = pid_t(child) { bytes += resident(of: child, depth: depth + 1) }
    }
    return bytes
  }

  /// The most resident memory that a process has held, in bytes; 0 where it has ended.
  static func peak(of process: pid_t) -> Int {
    guard let status = text("/proc/\(process)/status") else { return 0 }
    for line in status.split(separator: "\n") where line.hasPrefix("VmHWM:") {
      let digits = line.drop { !$0.isNumber }.prefix { $0.isNumber }
      return (Int(digits) ?? 0) * 1024
    }
    return 0
  }

  private static func text(_ path: String) -> Substring? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var block = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &block, block.count)
    guard count >= 0 else { return nil }
    let text = String(decoding: block[..<count], as: UTF8.self)
    return text[...].drop { $0 == "\n" }
  }
}
