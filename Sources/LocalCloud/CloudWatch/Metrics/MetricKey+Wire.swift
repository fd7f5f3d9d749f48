internal import JSONValue

// A metric's key as the inputs and answers of the service have it.
extension MetricKey {
  /// The most dimensions that a metric has.
  private static let mostDimensions = 30

  /// The key that an input names with `Namespace`, `MetricName` and `Dimensions`.
  ///
  /// - Parameters:
  ///   - input: what has the names.
  ///   - namespace: the namespace, where the input does not have it.
  ///   - path: where the input is in the request, with a dot at its end.
  /// - Throws: `CloudError` where a name is missing or is none.
  init(_ input: CallInput, namespace: String? = nil, path: String = "") throws {
    let name = try input.required("MetricName", path: path, length: 255)
    self.init(
      namespace: try namespace ?? MetricKey.namespace(input, path: path),
      name: name,
      dimensions: try MetricKey.dimensions(input, path: path)
    )
  }

  /// The namespace that an input names.
  ///
  /// - Throws: `CloudError` where it is missing or is none.
  static func namespace(_ input: CallInput, path: String = "") throws -> String {
    let namespace = try input.required("Namespace", path: path, length: 255)
    guard !namespace.hasPrefix(":") else {
      throw CloudWatchError.invalid(
        "The value \(namespace) for parameter \(path)Namespace is invalid."
      )
    }
    return namespace
  }

  private static func dimensions(_ input: CallInput, path: String) throws -> [String: String] {
    let list = input.list("Dimensions")
    guard list.count <= mostDimensions else {
      throw CloudWatchError.tooMany("\(path)Dimensions", mostDimensions)
    }
    var found: [String: String] = [:]
    for (index, dimension) in list.enumerated() {
      let part = CallInput(dimension, code: input.code)
      let place = "\(path)Dimensions.member.\(index + 1)."
      let name = try part.required("Name", path: place, length: 255)
      guard !name.hasPrefix(":") else {
        throw CloudWatchError.invalid("The value \(name) for parameter \(place)Name is invalid.")
      }
      let value = try part.required("Value", path: place, length: 1024)
      guard found.updateValue(value, forKey: name) == nil else {
        throw CloudWatchError.invalid(
          "The parameter \(path)Dimensions must not have the name \(name) more than once."
        )
      }
    }
    return found
  }

  /// The dimensions as the services list them, ordered by name.
  static func wire(_ dimensions: [String: String]) -> JSON {
    .array(
      dimensions.sorted { $0.key < $1.key }.map {
        ["Name": .string($0.key), "Value": .string($0.value)]
      }
    )
  }
}

extension CallInput {
  /// A text that must be there, in ASCII without control characters and not only white space.
  ///
  /// - Throws: `CloudError` where it is missing or is none.
  func required(_ key: String, path: String, length: Int) throws -> String {
    guard let text = self.text(optional: key), !text.isEmpty else {
      throw CloudWatchError.missing(path + key)
    }
    guard text.utf8.count <= length else {
      throw CloudWatchError.invalid(
        "The parameter \(path)\(key) must be shorter than \(length + 1) characters."
      )
    }
    guard text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
      throw CloudWatchError.invalid(
        "The value \(text) for parameter \(path)\(key) contains non-ASCII characters."
      )
    }
    guard text.utf8.contains(where: { $0 != 0x20 }) else {
      throw CloudWatchError.invalid("The value \(text) for parameter \(path)\(key) is invalid.")
    }
    return text
  }
}
