package import JSONValue

/// One place in which two JSON documents differ.
package struct JSONDifference: Hashable, Sendable {
  /// What happened to the place.
  package enum Change: Hashable, Sendable {
    /// Only the second document has it.
    case added(JSON)
    /// Only the first one has it.
    case removed(JSON)
    /// Both have it, with different values.
    case changed(from: JSON, to: JSON)
  }

  /// The way to the place, such as `items[0].id`; empty for the whole document.
  package let path: String
  /// What happened to it.
  package let change: Change

  /// Makes a difference.
  package init(path: String, change: Change) {
    self.path = path
    self.change = change
  }

  /// The most differences that are told of two documents.
  package static let limit = 2000

  /// The differences on the way from one document to the other: members of objects by their names,
  /// elements of arrays by their places, in the order in which the documents have them.
  package static func between(_ old: JSON?, _ new: JSON?) -> [JSONDifference] {
    var found: [JSONDifference] = []
    switch (old, new) {
    case (nil, nil): break
    case (let old?, nil): found = [JSONDifference(path: "", change: .removed(old))]
    case (nil, let new?): found = [JSONDifference(path: "", change: .added(new))]
    case (let old?, let new?): collect(old, new, at: "", into: &found)
    }
    return found
  }

  private static func collect(
    _ old: JSON,
    _ new: JSON,
    at path: String,
    into found: inout [JSONDifference]
  ) {
    guard old != new, found.count < limit else { return }
    if let before = old.object, let after = new.object {
      for (key, value) in before {
        let place = member(key, of: path)
        if let other = after[key] {
          collect(value, other, at: place, into: &found)
        } else {
          found.append(JSONDifference(path: place, change: .removed(value)))
        }
      }
      for (key, value) in after where before[key] == nil {
        found.append(JSONDifference(path: member(key, of: path), change: .added(value)))
      }
    } else if let before = old.array, let after = new.array {
      for index in 0..<max(before.count, after.count) {
        let place = "\(path)[\(index)]"
        switch (before.indices.contains(index), after.indices.contains(index)) {
        case (true, true): collect(before[index], after[index], at: place, into: &found)
        case (true, false):
          found.append(JSONDifference(path: place, change: .removed(before[index])))
        default: found.append(JSONDifference(path: place, change: .added(after[index])))
        }
      }
    } else {
      found.append(JSONDifference(path: path, change: .changed(from: old, to: new)))
    }
  }

  /// A member's way; a name that is no plain word is quoted.
  private static func member(_ key: String, of path: String) -> String {
    let isWord =
      !key.isEmpty
      && key.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte >= 0x80
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      }
    let name = isWord ? key : JSON.string(key).text()
    return path.isEmpty ? name : "\(path).\(name)"
  }
}
