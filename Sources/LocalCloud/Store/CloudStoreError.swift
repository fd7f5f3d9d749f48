/// Why the cloud's database cannot be used; it is left exactly as it was found.
package struct CloudStoreError: Error, Hashable, Sendable {
  /// What is wrong with the file.
  package enum Reason: Hashable, Sendable {
    /// A newer version of the program has written it; the migration that is not known.
    case newer(migration: String)
    /// It is not a SQLite database, or its pages are damaged.
    case corrupt(detail: String)
    /// It, or its folder, cannot be written by this user.
    case notWritable(detail: String)
    /// The disk has no room for it.
    case diskFull
    /// SQLite refused it for another reason.
    case unusable(detail: String)
  }

  /// The database's file or folder.
  package let path: String
  /// What is wrong with it.
  package let reason: Reason

  /// Makes an error about the file at `path`.
  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension CloudStoreError: CustomStringConvertible {
  /// What failed, why, and what to do, for people.
  package var description: String { advice.isEmpty ? words : "\(words); \(advice)" }

  /// What failed and why.
  package var words: String {
    switch reason {
    case .newer(let migration):
      "\(path) was written by a newer version of rollcall (it has \(migration))"
    case .corrupt(let detail): "\(path) is damaged (\(detail)); nothing in it was changed"
    case .notWritable(let detail): "\(path) cannot be written (\(detail))"
    case .diskFull: "\(path) cannot grow because the disk is full"
    case .unusable(let detail): "\(path) cannot be opened (\(detail))"
    }
  }

  /// What to do; empty where there is nothing to do.
  package var advice: String { advice(reset: "rollcall local --reset") }

  /// What to do, where `reset` is the command that empties the folder.
  package func advice(reset: String) -> String {
    switch reason {
    case .newer: "use that version, or another folder with --data"
    case .corrupt:
      "restore it from a copy, or start afresh with '\(reset)' or another folder with --data"
    case .notWritable: "change its permissions, or use another folder with --data"
    case .diskFull: "make room, or use another folder with --data"
    case .unusable: ""
    }
  }
}
