internal import JSONValue

/// A call of an intrinsic function, such as `States.Format('{}', $.name)`.
struct IntrinsicCall: Hashable, Sendable {
  /// What a function is called with.
  indirect enum Argument: Hashable, Sendable {
    /// Text between single quotes, with its backslashes.
    case text(String)
    /// A number, a truth value or null.
    case constant(JSON)
    case path(JSONPath)
    case call(IntrinsicCall)
  }

  /// Which function is called.
  let function: IntrinsicFunction
  /// What with.
  let arguments: [Argument]
  /// The call as it was written.
  let text: String
}

/// The functions that there are.
enum IntrinsicFunction: String, CaseIterable, Sendable {
  case format = "Format"
  case stringToJson = "StringToJson"
  case jsonToString = "JsonToString"
  case array = "Array"
  case arrayPartition = "ArrayPartition"
  case arrayContains = "ArrayContains"
  case arrayRange = "ArrayRange"
  case arrayGetItem = "ArrayGetItem"
  case arrayLength = "ArrayLength"
  case arrayUnique = "ArrayUnique"
  case base64Encode = "Base64Encode"
  case base64Decode = "Base64Decode"
  case hash = "Hash"
  case jsonMerge = "JsonMerge"
  case mathRandom = "MathRandom"
  case mathAdd = "MathAdd"
  case stringSplit = "StringSplit"
  case uuid = "UUID"

  /// How many arguments it takes.
  var argumentCounts: ClosedRange<Int> {
    switch self {
    case .format: 1...Int.max
    case .array: 0...Int.max
    case .uuid: 0...0
    case .stringToJson, .jsonToString, .arrayLength, .arrayUnique, .base64Encode, .base64Decode:
      1...1
    case .arrayPartition, .arrayContains, .arrayGetItem, .hash, .mathAdd, .stringSplit: 2...2
    case .arrayRange, .jsonMerge: 3...3
    case .mathRandom: 2...3
    }
  }
}
