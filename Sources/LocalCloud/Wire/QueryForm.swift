internal import AWSWire
internal import JSONValue

/// A form of the query protocol: dotted names such as `Tags.member.1.Key`, and texts.
struct QueryForm: Sendable {
  /// The most parts that a name may have; no operation's input is deeper.
  static let deepest = 16

  /// Names and values in their order.
  let fields: [(name: String, value: String)]

  /// Reads `application/x-www-form-urlencoded`.
  init(_ body: [UInt8]) { fields = QueryForm.fields(String(decoding: body, as: UTF8.self)[...]) }

  /// Reads what a request says in its query, its signature left out, and in its form.
  init(_ request: WebRequest) {
    let query = QueryForm.fields(request.query).filter { field in
      !PresignedQuery.isPart(field.name.lowercased())
    }
    fields = query + (WireRequest.isForm(request) ? QueryForm(request.body).fields : [])
  }

  private static func fields(_ text: Substring) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
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
  ///
  /// - Throws: `CloudError` where a name has more parts than any input.
  func document() throws -> JSON {
    var tree = FormTree()
    for (name, value) in fields where name != "Action" && name != "Version" {
      let path = name.split(separator: ".")
      guard path.count <= QueryForm.deepest else {
        throw CloudError(
          "MalformedInput",
          "A field's name has \(path.count) parts; \(QueryForm.deepest) are the most."
        )
      }
      tree.put(value, at: path)
    }
    return tree.json
  }
}
