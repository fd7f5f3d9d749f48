import AWSWire
import Glibc
import TestKit
import Testing

struct WholeFileTests {
  private let folder = TemporaryFolder()

  private func permissions(_ path: String) -> UInt32 {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func `what is written is read back, and only its owner can`() throws {
    let path = "\(folder.path)/a/b/file"
    WholeFile.makeFolder(of: path)
    let bytes = [UInt8](repeating: 7, count: 1_000_000)
    try WholeFile.write([1], to: path)
    try WholeFile.write(bytes, to: path)
    #expect(try WholeFile.bytes(of: path) == bytes)
    #expect(permissions(path) == 0o600 && permissions("\(folder.path)/a") == 0o700)
  }

  @Test func `a file above the limit is too large, a missing one is told by the system`() throws {
    let path = "\(folder.path)/file"
    try WholeFile.write([1, 2, 3], to: path)
    #expect(throws: Descriptor.Failure.tooLarge) { try WholeFile.bytes(of: path, limit: 2) }
    #expect(throws: Descriptor.Failure.system(ENOENT)) { try WholeFile.bytes(of: path + "x") }
  }

  @Test func `a file that cannot be written is told with the system's reason, and stays`() throws {
    let path = "\(folder.path)/file"
    mkdir(path, 0o700)
    #expect(throws: Descriptor.Failure.system(EISDIR)) { try WholeFile.write([1], to: path) }
    #expect(throws: Descriptor.Failure.system(ENOENT)) {
      try WholeFile.write([1], to: "\(folder.path)/none/file")
    }
    // No draft is left behind.
    let directory = try #require(opendir(folder.path))
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    #expect(count == 3)
  }

  @Test func `a folder that is named without a root lies in the present one`() {
    let name = "rollcall-test-\(getpid())"
    WholeFile.makeFolder(of: "\(name)/file")
    #expect(rmdir(name) == 0)
  }

  @Test func `a full device is an error with its number, not a short write`() {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(Descriptor.write([1], to: full) == ENOSPC)
  }
}
