/// Sees that no entry of a zip file reaches outside of the folder it is written into.
struct ZipSafety {
  private let entries: [ZipArchive.Entry]

  /// Looks at the entries of an archive.
  init(_ entries: [ZipArchive.Entry]) {
    self.entries = entries
  }

  /// Checks all entries; `target` gives what a link points to.
  ///
  /// - Throws: `ZipError.unsafeEntry`, or what `target` throws.
  func check(
    target: (ZipArchive.Entry) throws(ZipError) -> String
  ) throws(ZipError) {
    var kinds: [String: ZipArchive.Kind] = [:]
    for entry in entries {
      try checkName(entry.path)
      guard kinds.updateValue(entry.kind, forKey: entry.path) == nil else {
        throw .unsafeEntry(entry.path, reason: "it is there twice")
      }
    }
    for entry in entries {
      var parent = entry.path[...]
      while let slash = parent.lastIndex(of: "/") {
        parent = parent[..<slash]
        if let kind = kinds[String(parent)], kind != .folder {
          throw .unsafeEntry(entry.path, reason: "\(parent) is not a folder")
        }
      }
      if entry.kind == .link { try checkLink(entry.path, target: try target(entry)) }
    }
  }

  private func checkName(_ path: String) throws(ZipError) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
      let isPlain =
        !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
      guard isPlain, !part.contains(0) else {
        throw .unsafeEntry(path, reason: "its path does not stay inside the folder")
      }
      guard part.count <= 255 else { throw .unsafeEntry(path, reason: "its name is too long") }
    }
    guard path.utf8.count <= 1024 else { throw .unsafeEntry(path, reason: "its path is too long") }
  }

  /// Refuses a link that goes up further than the top, or up again once it has gone down.
  ///
  /// What it goes down through may be a link itself. No entry lies below a link, so that the way up is
  /// as it looks.
  private func checkLink(_ path: String, target: String) throws(ZipError) {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    let parts = target.split(separator: "/", omittingEmptySubsequences: true)
    let ups = parts.prefix { $0 == ".." }.count
    guard !target.isEmpty, target.utf8.count <= 1024, !target.hasPrefix("/"),
      !target.utf8.contains(0), ups <= depth, !parts.dropFirst(ups).contains("..")
    else { throw .unsafeEntry(path, reason: "the link does not stay inside the folder") }
  }
}
