internal import JSONValue

extension Evaluator {
  /// The longest text that may be encoded, decoded or hashed, in characters.
  private static let textLimit = 10_000
  /// The longest array that may be made, in elements.
  private static let rangeLimit = 1000

  /// What a call gives.
  ///
  /// - Throws: `StateFault` where the function cannot be computed.
  mutating func value(_ call: IntrinsicCall) throws(StateFault) -> JSON {
    var values: [JSON] = []
    for (index, argument) in call.arguments.enumerated() {
      let isTemplate = index == 0 && call.function == .format
      values.append(try value(argument, keepingEscapes: isTemplate))
    }
    do {
      return try result(of: call, values)
    } catch {
      throw StateFault.intrinsic(call.text, error.reason)
    }
  }

  private mutating func value(
    _ argument: IntrinsicCall.Argument,
    keepingEscapes: Bool
  ) throws(StateFault) -> JSON {
    switch argument {
    case .text(let text): return .string(keepingEscapes ? text : Self.unescaped(text))
    case .constant(let value): return value
    case .call(let call): return try value(call)
    case .path(let path):
      do {
        return try value(path)
      } catch {
        throw StateFault.runtime("Invalid path '\(path.text)' : \(error.reason)")
      }
    }
  }

  private static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
    var out = ""
    var isEscaped = false
    for character in text.unicodeScalars {
      if character == "\\", !isEscaped {
        isEscaped = true
        continue
      }
      isEscaped = false
      out.unicodeScalars.append(character)
    }
    return out
  }

  private mutating func result(
    of call: IntrinsicCall,
    _ values: [JSON]
  ) throws(IntrinsicFault) -> JSON {
    let arguments = IntrinsicArguments(values: values)
    switch call.function {
    case .format: return try arguments.formatted()
    case .stringToJson: return try arguments.parsed()
    case .jsonToString: return .string(try arguments.value(0).text())
    case .array: return .array(values)
    case .arrayPartition: return try arguments.partitioned()
    case .arrayContains: return .bool(try arguments.array(0).contains(try arguments.value(1)))
    case .arrayRange: return try arguments.range(limit: Self.rangeLimit)
    case .arrayGetItem: return try arguments.item()
    case .arrayLength: return .number(JSONNumber(try arguments.array(0).count))
    case .arrayUnique: return try arguments.unique()
    case .base64Encode:
      return .string(Base64.encode(Array(try arguments.text(0, limit: Self.textLimit).utf8)))
    case .base64Decode: return try arguments.decoded(limit: Self.textLimit)
    case .hash: return try hashed(arguments)
    case .jsonMerge: return try arguments.merged()
    case .mathRandom: return try randomNumber(arguments)
    case .mathAdd: return .number(JSONNumber(try arguments.int(0) + (try arguments.int(1))))
    case .stringSplit: return try arguments.split()
    case .uuid: return .string(random.uuid())
    }
  }

  private func hashed(_ arguments: IntrinsicArguments) throws(IntrinsicFault) -> JSON {
    let value = try arguments.value(0)
    let text = value.string ?? value.text()
    guard text.unicodeScalars.count <= Self.textLimit else {
      throw IntrinsicFault(reason: "The data is longer than \(Self.textLimit) characters")
    }
    guard let algorithm = HashAlgorithm(rawValue: try arguments.text(1)) else {
      throw IntrinsicFault(
        reason: "The hash algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512"
      )
    }
    guard let hash else { throw IntrinsicFault(reason: "There is no hash function here") }
    let digits = hash(algorithm, Array(text.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return .string(digits.joined())
  }

  private mutating func randomNumber(_ arguments: IntrinsicArguments) throws(IntrinsicFault) -> JSON
  {
    let start = try arguments.int(0)
    let end = try arguments.int(1)
    guard start < end else { throw IntrinsicFault(reason: "The start must be less than the end") }
    guard arguments.values.count == 3 else {
      return .number(JSONNumber(Int.random(in: start..<end, using: &random)))
    }
    var seeded = SeededRandom(seed: UInt64(bitPattern: Int64(try arguments.int(2))))
    return .number(JSONNumber(Int.random(in: start..<end, using: &seeded)))
  }
}
