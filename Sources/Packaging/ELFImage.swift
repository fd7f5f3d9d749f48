/// What a Linux program asks for before it starts: read from its dynamic section (System V gABI,
/// chapter 5; Linux Standard Base, symbol versioning).
package struct ELFImage: Hashable, Sendable {
  /// A version of a library's interface that is asked for.
  package struct Version: Hashable, Sendable {
    /// The library, such as `libc.so.6`.
    package let library: String
    /// The version, such as `GLIBC_2.34`.
    package let name: String
  }

  /// Why a file was not understood; carries what is wrong.
  package struct Unreadable: Error, Hashable, Sendable {
    /// What is wrong.
    package let reason: String
  }

  /// The machine's number; 62 is x86_64.
  package let machine: Int
  /// The libraries that must be there.
  package let libraries: [String]
  /// The versions that they must have.
  package let versions: [Version]
  /// Where libraries are looked for first.
  package let searchPaths: [String]

  /// Reads a program.
  ///
  /// - Throws: `Unreadable`.
  package init(_ bytes: [UInt8]) throws(Unreadable) {
    let file = LittleEndian(bytes: bytes)
    guard bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) else {
      throw Unreadable(reason: "it is not a Linux program")
    }
    guard bytes.count > 64, bytes[4] == 2, bytes[5] == 1,
      let machine = file.int(UInt16.self, at: 18), let table = file.int(UInt64.self, at: 32),
      let size = file.int(UInt16.self, at: 54), let count = file.int(UInt16.self, at: 56)
    else { throw Unreadable(reason: "it is not a 64-bit program of a little-endian machine") }
    self.machine = machine
    let segments = (0..<count).compactMap { index in
      table < bytes.count ? ELFSegment(file, at: table + index * size) : nil
    }
    guard segments.count == count else { throw Unreadable(reason: "its segments are cut off") }
    guard let dynamic = segments.first(where: { $0.type == ELFSegment.dynamic }) else {
      (libraries, versions, searchPaths) = ([], [], [])
      return
    }
    let section = DynamicSection(file, dynamic, segments)
    guard let strings = section.strings else { throw Unreadable(reason: "it has no names") }
    func text(_ offset: Int) throws(Unreadable) -> String {
      guard offset < bytes.count, let text = file.text(at: strings + offset) else {
        throw Unreadable(reason: "a name is cut off")
      }
      return text
    }
    var (libraries, searchPaths): ([String], [String]) = ([], [])
    for offset in section.needed { libraries.append(try text(offset)) }
    for offset in section.searchPaths { searchPaths.append(try text(offset)) }
    var versions: [Version] = []
    for need in section.versionNeeds {
      versions.append(Version(library: try text(need.library), name: try text(need.version)))
    }
    (self.libraries, self.searchPaths, self.versions) = (libraries, searchPaths, versions)
  }
}

/// A part of the program as it is loaded.
private struct ELFSegment {
  static let load = 1
  static let dynamic = 2

  let type: Int
  let offset: Int
  let address: Int
  let size: Int

  init?(_ file: LittleEndian, at place: Int) {
    guard let type = file.int(UInt32.self, at: place),
      let offset = file.int(UInt64.self, at: place + 8),
      let address = file.int(UInt64.self, at: place + 16),
      let size = file.int(UInt64.self, at: place + 32), offset < 1 << 40, size < 1 << 40,
      address < 1 << 60
    else { return nil }
    (self.type, self.offset, self.address, self.size) = (type, offset, address, size)
  }
}

/// The list of what the loader has to do.
private struct DynamicSection {
  var needed: [Int] = []
  var searchPaths: [Int] = []
  var strings: Int?
  var versionNeeds: [(library: Int, version: Int)] = []

  init(_ file: LittleEndian, _ section: ELFSegment, _ segments: [ELFSegment]) {
    /// Where in the file the loaded address comes from.
    func place(_ address: Int) -> Int? {
      segments.first {
        $0.type == ELFSegment.load && address >= $0.address && address - $0.address < $0.size
      }.map { $0.offset + address - $0.address }
    }
    var (needs, needCount): (Int?, Int) = (nil, 0)
    var at = section.offset
    while at < section.offset + section.size, let tag = file.int(UInt64.self, at: at),
      let value = file.int(UInt64.self, at: at + 8), tag != 0
    {
      switch tag {
      case 1: needed.append(value)
      case 5: strings = place(value)
      case 15, 29: searchPaths.append(value)
      case 0x6FFF_FFFE: needs = place(value)
      case 0x6FFF_FFFF: needCount = min(value, 4096)
      default: break
      }
      at += 16
    }
    guard var need = needs else { return }
    for _ in 0..<needCount {
      guard let count = file.int(UInt16.self, at: need + 2),
        let library = file.int(UInt32.self, at: need + 4),
        let first = file.int(UInt32.self, at: need + 8),
        let next = file.int(UInt32.self, at: need + 12)
      else { return }
      var version = need + first
      for _ in 0..<count {
        guard let name = file.int(UInt32.self, at: version + 8),
          let step = file.int(UInt32.self, at: version + 12)
        else { return }
        versionNeeds.append((library, name))
        // An offset of 0 ends a list, whatever its count says.
        guard step > 0 else { break }
        version += step
      }
      guard next > 0 else { return }
      need += next
    }
  }
}
