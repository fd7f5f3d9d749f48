import Glibc
import TestKit
import Testing

@testable import Packaging

struct ZipArchiveTests {
  private typealias Entry = RawZip.Entry

  private func read(_ zip: RawZip, limit: Int = 1000) throws -> ZipArchive {
    try ZipArchive(zip.bytes, unzippedLimit: limit)
  }

  private func refusal(_ zip: [UInt8], limit: Int = 1000) -> ZipError? {
    do {
      let archive = try ZipArchive(zip, unzippedLimit: limit)
      for entry in archive.entries { _ = try archive.contents(of: entry) }
      return nil
    } catch {
      return error
    }
  }

  @Test func `What is written is read again`() throws {
    let big = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }
    let files = [
      ZipWriter.File(path: "b/größe", contents: big, permissions: 0o600),
      ZipWriter.File(path: "a", contents: [], permissions: 0o755),
    ]
    let zip = ZipWriter.zip(files)
    let archive = try ZipArchive(zip, unzippedLimit: 200_000)
    #expect(archive.entries.map(\.path) == ["a", "b/größe"])
    #expect(archive.entries.map(\.permissions) == [0o755, 0o600])
    #expect(try archive.contents(of: archive.entries[0]) == [])
    #expect(try archive.contents(of: archive.entries[1]) == big)
    #expect(ZipWriter.zip(files.reversed()) == zip)
  }

  @Test func `Files, folders and links are unpacked, with their permissions`() throws {
    let folder = TemporaryFolder()
    let target = folder.path + "/code"
    try read(
      RawZip(
        entries: [
          Entry(name: "lib/", mode: 0o040_755),
          Entry(name: "lib/deep/x", contents: Array("hello".utf8), mode: 0o100_755),
          Entry(name: "lib/deep/up", contents: Array("../../y".utf8), mode: 0o120_777),
          Entry(name: "y", contents: [65], maker: 0),
        ],
        comment: Array("a comment".utf8)
      )
    ).extract(to: target)
    func mode(_ path: String) -> UInt32 {
      var status = stat()
      lstat("\(target)/\(path)", &status)
      return status.st_mode
    }
    #expect(mode("") == 0o040_700)
    #expect(mode("lib/deep/x") == 0o100_755)
    #expect(mode("y") == 0o100_644)
    #expect(mode("lib/deep/up") & S_IFMT == S_IFLNK)
    #expect(access("\(target)/lib/deep/up", R_OK) == 0)
    #expect(throws: ZipError.self) {
      try read(RawZip(entries: [Entry(name: "z")])).extract(to: target)
    }
  }

  private static let unsafe: [(String, [RawZip.Entry])] = [
    ("up", [Entry(name: "../x")]), ("up below", [Entry(name: "a/../../x")]),
    ("absolute", [Entry(name: "/etc/x")]), ("dot", [Entry(name: "a/./x")]),
    ("empty part", [Entry(name: "a//x")]), ("no name", [Entry(name: "")]),
    ("zero", [Entry(name: "a\0b")]),
    ("long name", [Entry(name: String(repeating: "x", count: 256))]),
    ("long path", [Entry(name: String(repeating: "x/", count: 600) + "x")]),
    ("twice", [Entry(name: "a"), Entry(name: "a")]),
    ("file and folder", [Entry(name: "a"), Entry(name: "a/", mode: 0o040_755)]),
    ("below a file", [Entry(name: "a"), Entry(name: "a/b")]),
    ("below a link", [link("a", "."), Entry(name: "a/b")]),
    ("below a later link", [Entry(name: "a/b"), link("a", ".")]),
    ("link to the top", [link("a", "/etc/passwd")]), ("link up", [link("a", "../x")]),
    ("link up further", [link("d/a", "../../x")]),
    ("link down and up", [link("y", "."), link("a", "y/..")]),
    ("link to nothing", [link("a", "")]), ("device", [Entry(name: "a", mode: 0o020_644)]),
    ("pipe", [Entry(name: "a", mode: 0o010_644)]),
  ]

  private static func link(_ name: String, _ target: String) -> RawZip.Entry {
    Entry(name: name, contents: Array(target.utf8), mode: 0o120_777)
  }

  @Test func `What would leave the folder is refused`() {
    for (what, entries) in ZipArchiveTests.unsafe {
      guard case .unsafeEntry = refusal(RawZip(entries: entries).bytes) else {
        Issue.record("\(what) was not refused")
        continue
      }
    }
  }

  @Test func `A link inside the folder is taken`() {
    for entry in [ZipArchiveTests.link("d/a", "../x"), ZipArchiveTests.link("a", "./b/c")] {
      #expect(refusal(RawZip(entries: [entry]).bytes) == nil)
    }
  }

  private static let damaged: [(String, RawZip)] = [
    ("wrong checksum", RawZip(entries: [Entry(name: "a", contents: [1], checksum: 7)])),
    ("two names", RawZip(entries: [Entry(name: "a", localName: "b")])),
    ("two sizes", RawZip(entries: [Entry(name: "a", contents: [1, 2], size: 3)])),
    ("not deflated", RawZip(entries: [Entry(name: "a", contents: [7, 7], method: 8)])),
    (
      "longer than it says",
      RawZip(entries: [
        Entry(name: "a", contents: [1, 2, 3], stored: stored([1, 2, 3, 4]), method: 8)
      ])
    ),
    (
      "shorter than it says",
      RawZip(entries: [Entry(name: "a", contents: [1, 2, 3], stored: stored([1, 2]), method: 8)])
    ),
    ("elsewhere", RawZip(entries: [Entry(name: "a", offset: 9999)])),
    ("no large size", RawZip(entries: [Entry(name: "a", size: .max)])),
    ("beyond the end", RawZip(entries: [Entry(name: "a")], start: 9999)),
    ("more entries than there are", RawZip(entries: [Entry(name: "a")], count: 3)),
  ]

  /// A raw deflate stream that holds bytes as they are.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    [1, UInt8(bytes.count), 0, ~UInt8(bytes.count), 255] + bytes
  }

  @Test func `A damaged file is refused`() {
    for (what, zip) in ZipArchiveTests.damaged {
      guard case .damaged = refusal(zip.bytes) else {
        Issue.record("\(what): \(String(describing: refusal(zip.bytes)))")
        continue
      }
    }
    let whole = ZipWriter.zip([
      ZipWriter.File(path: "a", contents: Array(0..<200), permissions: 0o644)
    ])
    for count in 0..<whole.count { #expect(refusal(Array(whole.prefix(count))) != nil) }
    for place in whole.indices {
      // Whatever bit is wrong, nothing is read beyond the end.
      var wrong = whole
      wrong[place] ^= 0xFF
      _ = refusal(wrong)
    }
  }

  @Test(arguments: [
    RawZip(entries: [Entry(name: "a", flags: 1)]), RawZip(entries: [Entry(name: "a", method: 12)]),
  ])
  func `What is encrypted or packed in other ways is not supported`(zip: RawZip) {
    guard case .unsupported = refusal(zip.bytes) else {
      Issue.record("\(String(describing: refusal(zip.bytes)))")
      return
    }
  }

  @Test func `What is too large unzipped is refused before it is unzipped`() {
    let half = Entry(name: "a", contents: [UInt8](repeating: 0, count: 600))
    var other = half
    other.name = "b"
    #expect(refusal(RawZip(entries: [half]).bytes) == nil)
    #expect(refusal(RawZip(entries: [half, other]).bytes) == .tooLarge(unzipped: 1200))
    #expect(
      refusal(RawZip(entries: [Entry(name: "a", method: 8, size: 4_000_000_000)]).bytes)
        == .tooLarge(unzipped: 4_000_000_000)
    )
    #expect(refusal([]) == .notAZip("it has no table of contents"))
    #expect(refusal(RawZip(entries: []).bytes) == .empty)
  }

  @Test func `Sizes whose sum no number holds are refused`() {
    var extra: [UInt8] = []
    extra.append(number: UInt16(1))
    extra.append(number: UInt16(8))
    extra.append(number: UInt64(Int.max))
    let zip = RawZip(entries: [
      Entry(name: "a", contents: [1]),
      Entry(name: "b", contents: [1], method: 8, size: .max, extra: extra),
    ])
    #expect(refusal(zip.bytes) == .tooLarge(unzipped: Int.max))
  }

  @Test func `Sizes that fit no narrow field are read from the wide ones`() throws {
    var extra: [UInt8] = []
    extra.append(number: UInt16(1))
    extra.append(number: UInt16(16))
    extra.append(number: UInt64(3))
    extra.append(number: UInt64(3))
    var zip = RawZip(entries: [
      Entry(name: "a", contents: [1, 2, 3], size: .max, extra: extra, storedSize: .max)
    ])
    zip.count = .max
    zip.start = .max
    zip.beforeEnd = { table, size, count, at in
      var bytes: [UInt8] = []
      bytes.append(number: UInt32(0x0606_4B50))
      bytes.append(number: UInt64(44))
      bytes.append(number: UInt32(0))
      bytes.append(number: UInt64(0))
      bytes.append(number: UInt64(count))
      bytes.append(number: UInt64(count))
      bytes.append(number: UInt64(size))
      bytes.append(number: UInt64(table))
      bytes.append(number: UInt32(0x0706_4B50))
      bytes.append(number: UInt32(0))
      bytes.append(number: UInt64(at))
      bytes.append(number: UInt32(1))
      return bytes
    }
    let archive = try read(zip)
    #expect(try archive.contents(of: #require(archive.entries.first)) == [1, 2, 3])
    zip.beforeEnd = { _, _, _, _ in [] }
    #expect(refusal(zip.bytes) != nil)
  }
}
