internal import AWSWire
internal import JSONValue

/// A form of the query protocol: dotted names such as `Tags.member.1.Key`, and texts.
struct QueryForm: Sendable {
  /// Names and values in their order.
  let fields: [(name: String, value: String)]

  /// Reads `application/x-www-form-urlencoded`.
  init(_ body: [UInt8]) {
    fields = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      func text(_ part: Substring) -> String {
        String(
          decoding: PercentEncoding.decodedBytes(part, plusIsSpace: true),
          as: UTF8.self
        )
      }
      return (text(parts[0]), parts.count > 1 ? text(parts[1]) : "")
    }
  }

  /// The value of the field called `name`.
  subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// The fields as nested lists and maps: `member.N` and `entry.N` become lists, `entry` lists with
  /// `key` and `value` become maps.
  func document() -> JSON {
    var root = Branch()
    for (name, value) in fields where name != "Action" && name != "Version" {
      root.put(value, at: name.split(separator: ".").map(String.init)[...])
    }
    return root.json
  }

  /// A tree under construction.
  private struct Branch {
    var text: String?
    var children: [(name: String, branch: Branch)] = []

    mutating func put(_ value: String, at path: ArraySlice<String>) {
      guard let name = path.first else {
        text = value
        return
      }
      let index = children.firstIndex { $0.name == name } ?? children.endIndex
      if index == children.endIndex { children.append((name, Branch())) }
      children[index].branch.put(value, at: path.dropFirst())
    }

    var json: JSON {
      guard !children.isEmpty else { return .string(text ?? "") }
      if let only = children.first, children.count == 1,
        only.name == "member" || only.name == "entry", only.branch.isNumbered
      {
        return only.branch.list(isMap: only.name == "entry")
      }
      return isNumbered
        ? list(isMap: false) : .object(JSONObject(children.map { ($0.name, $0.branch.json) }))
    }

    var isNumbered: Bool {
      !children.isEmpty && children.allSatisfy { Int($0.name) != nil }
    }

    func list(isMap: Bool) -> JSON {
      let elements = children.sorted { (Int($0.name) ?? 0) < (Int($1.name) ?? 0) }
        .map(\.branch.json)
      guard isMap else { return .array(elements) }
      return .object(
        JSONObject(
          elements.map { element in
            (
              (element["key"] ?? element["Name"])?.string ?? "",
              element["value"] ?? element["Value"] ?? nil
            )
          }
        )
      )
    }
  }
}
