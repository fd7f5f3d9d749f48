import CGlibcCompat
import Glibc
import TestKit
import Testing

@testable import Packaging

struct ELFImageTests {
  private func bytes(_ path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "rbe"), "\(path) is not there")
    defer { fclose(file) }
    var (bytes, block): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return bytes
  }

  /// What `readelf` says of a program, where it is installed.
  private func readelf(_ option: String, _ path: String) throws -> String? {
    guard access("/usr/bin/readelf", X_OK) == 0 else { return nil }
    return try CommandRun("/usr/bin/readelf", [option, path], environment: [:]).output
  }

  @Test(arguments: ["bootstrap", "rollcall"])
  func `A program's libraries and versions are those that readelf finds`(name: String) throws {
    let path = try #require(builtProgram(name), "\(name) is not built")
    let image = try ELFImage(bytes(path))
    #expect(image.machine == 62)
    #expect(image.libraries.contains("libc.so.6"))
    guard let dynamic = try readelf("-dW", path), let versions = try readelf("-VW", path) else {
      return
    }
    let libraries = dynamic.matches(of: /\(NEEDED\).*\[(.*)\]/).map { String($0.1) }
    #expect(image.libraries == libraries)
    let needed = versions.split(separator: "Version needs section").last ?? ""
    let names = needed.matches(of: /Name: (\S+) +Flags/).map { String($0.1) }
    #expect(image.versions.map(\.name).sorted() == names.sorted())
  }

  @Test func `What is no program, or is cut off, is refused`() throws {
    let program = try bytes(#require(builtProgram("bootstrap"), "bootstrap is not built"))
    #expect(throws: ELFImage.Unreadable(reason: "it is not a Linux program")) {
      try ELFImage(Array("#!/bin/sh".utf8))
    }
    for count in [0, 4, 20, 63, 64, 100] {
      #expect(throws: ELFImage.Unreadable.self) { try ELFImage(Array(program.prefix(count))) }
    }
    for count in stride(from: 101, to: program.count, by: program.count / 50) {
      // Whatever is missing, nothing is read beyond the end.
      _ = try? ELFImage(Array(program.prefix(count)))
    }
  }

  @Test func `A program that is built for this machine alone is refused with what it needs`() throws
  {
    let path = try #require(builtProgram("bootstrap"), "bootstrap is not built")
    let error = #expect(throws: LambdaPackage.Unfit.self) {
      try LambdaPackage(program: bytes(path))
    }
    let problems = try #require(error?.problems)
    #expect(problems.contains("it needs libswiftCore.so, which Lambda does not have for sure"))
    #expect(!problems.contains { $0.contains("libc.so.6,") })
  }

  @Test func `A list of versions ends where it says so, whatever its count is`() throws {
    var dynamic: [UInt8] = []
    for (tag, value) in [(5, 0), (0x6FFF_FFFE, 176), (0x6FFF_FFFF, 4096), (0, 0)] {
      dynamic.append(number: UInt64(tag))
      dynamic.append(number: UInt64(value))
    }
    var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1] + [UInt8](repeating: 0, count: 12)
    bytes.append(number: UInt16(62))
    bytes += [UInt8](repeating: 0, count: 12)
    bytes.append(number: UInt64(64))
    bytes += [UInt8](repeating: 0, count: 14)
    bytes.append(number: UInt16(56))
    bytes.append(number: UInt16(2))
    bytes += [UInt8](repeating: 0, count: 6)
    for (type, offset, size) in [(1, 0, 4096), (2, 208, dynamic.count)] {
      bytes.append(number: UInt32(type))
      bytes.append(number: UInt32(0))
      bytes.append(number: UInt64(offset))
      bytes.append(number: UInt64(offset))
      bytes.append(number: UInt64(0))
      bytes.append(number: UInt64(size))
      bytes += [UInt8](repeating: 0, count: 16)
    }
    // One library with 65,535 versions, of which the first says that it is the last.
    bytes += [1, 0, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 4)
    bytes += [16, 0, 0, 0] + [UInt8](repeating: 0, count: 4 + 16)
    bytes += dynamic
    #expect(try ELFImage(bytes).versions.count == 1)
  }

  /// The program that `.ci/bootstrap` has built; `nil` where it has not.
  private static let deployable: String? = {
    let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let path = "/\(folder)/.build-bootstrap/release/bootstrap"
    return access(path, R_OK) == 0 ? path : nil
  }()

  @Test(.enabled(if: deployable != nil, "run .ci/bootstrap first"))
  func `The program for Lambda needs nothing that Lambda lacks, and is small`() throws {
    let path = try #require(ELFImageTests.deployable)
    let program = try bytes(path)
    #expect(BootstrapRequirements.problems(of: program) == [])
    #expect(try ELFImage(program).searchPaths.allSatisfy { $0 == "$ORIGIN" })
    let package = try LambdaPackage(program: program)
    #expect(package.bytes.count <= 6_000_000)
    #expect(try LambdaPackage(program: program) == package)
    let archive = try ZipArchive(package.bytes, unzippedLimit: 262_144_000)
    #expect(archive.entries.map(\.path) == ["bootstrap"])
    #expect(archive.entries[0].permissions == 0o755)
    #expect(try archive.contents(of: archive.entries[0]) == program)
  }
}

struct GlibcCompatTests {
  @Test(
    arguments: [
      (3, 4), (-3, 4), (0, 0), (0, -2), (1e300, 1e300), (1e-300, 1e-300), (1, 1e-20),
      (.infinity, .nan), (.nan, -.infinity), (.nan, 1),
      (.leastNonzeroMagnitude, .leastNonzeroMagnitude), (1.5, 2.25),
    ] as [(Double, Double)]
  )
  func `The hypotenuse is the library's`(x: Double, y: Double) {
    let (ours, theirs) = (cglibccompat_hypot(x, y), Glibc.hypot(x, y))
    #expect(ours == theirs || (ours.isNaN && theirs.isNaN) || abs(ours / theirs - 1) < 4e-16)
    let (narrow, library) = (
      cglibccompat_hypotf(Float(x), Float(y)), Glibc.hypotf(Float(x), Float(y))
    )
    #expect(
      narrow == library || (narrow.isNaN && library.isNaN) || abs(narrow / library - 1) < 2e-7
    )
  }
}
