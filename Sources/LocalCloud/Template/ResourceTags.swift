internal import JSONValue

extension ResolvedStack.Resource {
  /// The tags that the template gives, which is a list of pairs in all types that have any.
  var tags: JSONObject {
    JSONObject(
      (properties["Tags"]?.array ?? []).compactMap { tag in
        tag["Key"]?.string.map { key in
          (key, .string(tag["Value"].map { $0.string ?? $0.text() } ?? ""))
        }
      }
    )
  }
}
