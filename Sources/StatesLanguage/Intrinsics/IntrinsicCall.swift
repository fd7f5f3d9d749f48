internal import JSONValue

/// A call of an intrinsic function, such as `States.Format('{}', $.name)`.
struct IntrinsicCall: Hashable, Sendable {
  /// What a function is called with.
  indirect enum Argument: Hashable, Sendable {
    /// Text between single quotes, with its backslashes.
    case text(String)
    /// A number, a truth value or null.
    case constant(JSON)
    /// What a path finds.
    case path(JSONPath)
    /// What another function gives.
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
  /// `States.Format`.
  case format = "Format"
  /// `States.StringToJson`.
  case stringToJson = "StringToJson"
  /// `States.JsonToString`.
  case jsonToString = "JsonToString"
  /// `States.Array`.
  case array = "Array"
  /// `States.ArrayPartition`.
  case arrayPartition = "ArrayPartition"
  /// `States.ArrayContains`.
  case arrayContains = "ArrayContains"
  /// `States.ArrayRange`.
  case arrayRange = "ArrayRange"
  /// `States.ArrayGetItem`.
  case arrayGetItem = "ArrayGetItem"
  /// `States.ArrayLength`.
  case arrayLength = "ArrayLength"
  /// `States.ArrayUnique`.
  case arrayUnique = "ArrayUnique"
  /// `States.Base64Encode`.
  case base64Encode = "Base64Encode"
  /// `States.Base64Decode`.
  case base64Decode = "Base64Decode"
  /// `States.Hash`.
  case hash = "Hash"
  /// `States.JsonMerge`.
  case jsonMerge = "JsonMerge"
  /// `States.MathRandom`.
  case mathRandom = "MathRandom"
  /// `States.MathAdd`.
  case mathAdd = "MathAdd"
  /// `States.StringSplit`.
  case stringSplit = "StringSplit"
  /// `States.UUID`.
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
