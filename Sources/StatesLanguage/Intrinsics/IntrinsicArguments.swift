internal import JSONValue

/// Why a function cannot be computed.
struct IntrinsicFault: Error, Hashable, Sendable {
  /// The reason in words.
  let reason: String
}

/// The values that a function is called with, and the functions that need nothing else.
struct IntrinsicArguments {
  /// The values in order.
  let values: [JSON]

  private static let intRange = -2_147_483_648...2_147_483_647

  /// The argument at `index`.
  ///
  /// - Throws: `IntrinsicFault` where there is none.
  func value(_ index: Int) throws(IntrinsicFault) -> JSON {
    guard values.indices.contains(index) else {
      throw IntrinsicFault(reason: "Argument \(index + 1) is missing")
    }
    return values[index]
  }

  /// The array at `index`.
  ///
  /// - Throws: `IntrinsicFault` where there is something else.
  func array(_ index: Int) throws(IntrinsicFault) -> [JSON] {
    guard let array = try value(index).array else {
      throw IntrinsicFault(reason: "Argument \(index + 1) must be an array")
    }
    return array
  }

  /// The text at `index`, of at most `limit` characters.
  ///
  /// - Throws: `IntrinsicFault` where there is something else.
  func text(_ index: Int, limit: Int = .max) throws(IntrinsicFault) -> String {
    guard let text = try value(index).string else {
      throw IntrinsicFault(reason: "Argument \(index + 1) must be a string")
    }
    guard limit == .max || text.unicodeScalars.count <= limit else {
      throw IntrinsicFault(reason: "Argument \(index + 1) is longer than \(limit) characters")
    }
    return text
  }

  /// The number at `index`, rounded to a whole one of 32 bits.
  ///
  /// - Throws: `IntrinsicFault` where there is something else.
  func int(_ index: Int) throws(IntrinsicFault) -> Int {
    // Compared before it is converted, as a conversion traps on what does not fit.
    // Halves are rounded up, below zero too.
    guard let number = try value(index).double, abs(number) <= 2_147_483_648,
      case let int = Int((number + 0.5).rounded(.down)), Self.intRange.contains(int)
    else {
      throw IntrinsicFault(reason: "Argument \(index + 1) must be a number that fits 32 bits")
    }
    return int
  }

  /// States.Format: the template with each `{}` replaced by the next argument.
  ///
  /// - Throws: `IntrinsicFault` where the numbers of places and arguments differ.
  func formatted() throws(IntrinsicFault) -> JSON {
    var out = ""
    var used = 1
    var rest = try text(0).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "\\", let escaped = rest.popFirst() {
        out.unicodeScalars.append(escaped)
      } else if scalar == "{", rest.first == "}" {
        rest.removeFirst()
        guard used < values.count else {
          throw IntrinsicFault(reason: "There are too few arguments")
        }
        out += Self.shown(values[used])
        used += 1
      } else if scalar == "{" || scalar == "}" {
        throw IntrinsicFault(reason: "A brace must be escaped with a backslash")
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    guard used == values.count else { throw IntrinsicFault(reason: "There are too many arguments") }
    return .string(out)
  }

  /// A value within a text: arrays and objects look as Java shows them, such as `{a=1, b=[x, y]}`.
  private static func shown(_ value: JSON) -> String {
    switch value {
    case .string(let text): text
    case .array(let elements): "[" + elements.map(shown).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\($0.key)=\(shown($0.value))" }.joined(separator: ", ") + "}"
    default: value.text()
    }
  }

  /// States.StringToJson; a text of nothing but white space gives null.
  ///
  /// - Throws: `IntrinsicFault` where the text is not JSON.
  func parsed() throws(IntrinsicFault) -> JSON {
    let source = try text(0)
    if source.utf8.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return .null }
    do {
      return try JSON(parsing: source)
    } catch {
      throw IntrinsicFault(reason: "Argument 1 is not valid JSON: \(error)")
    }
  }

  /// States.ArrayPartition.
  ///
  /// - Throws: `IntrinsicFault` where the size is not positive.
  func partitioned() throws(IntrinsicFault) -> JSON {
    let elements = try array(0)
    let size = try int(1)
    guard size > 0 else {
      throw IntrinsicFault(reason: "The chunk size must be a positive integer")
    }
    let parts = stride(from: 0, to: elements.count, by: size).map { start in
      JSON.array(Array(elements[start..<min(start + size, elements.count)]))
    }
    return .array(parts)
  }

  /// States.ArrayRange: from the first number to the last by steps of the third.
  ///
  /// - Throws: `IntrinsicFault` where the step is 0 or the array would be too long.
  func range(limit: Int) throws(IntrinsicFault) -> JSON {
    let (first, last, step) = (try int(0), try int(1), try int(2))
    guard step != 0 else { throw IntrinsicFault(reason: "The increment must not be 0") }
    guard (last - first) / step < limit else {
      throw IntrinsicFault(reason: "The array would have more than \(limit) elements")
    }
    return .array(stride(from: first, through: last, by: step).map { .number(JSONNumber($0)) })
  }

  /// States.ArrayGetItem.
  ///
  /// - Throws: `IntrinsicFault` where the index is outside of the array.
  func item() throws(IntrinsicFault) -> JSON {
    let elements = try array(0)
    let index = try int(1)
    guard elements.indices.contains(index) else {
      throw IntrinsicFault(reason: "The index \(index) is outside of the array")
    }
    return elements[index]
  }

  /// States.ArrayUnique: the first of each.
  ///
  /// - Throws: `IntrinsicFault` where there is no array.
  func unique() throws(IntrinsicFault) -> JSON {
    var seen = Set<JSON>()
    return .array(try array(0).filter { seen.insert($0).inserted })
  }

  /// States.Base64Decode.
  ///
  /// - Throws: `IntrinsicFault` where the text is not Base64 of UTF-8.
  func decoded(limit: Int) throws(IntrinsicFault) -> JSON {
    guard let bytes = Base64.decode(try text(0, limit: limit)),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw IntrinsicFault(reason: "Argument 1 is not valid Base64") }
    return .string(text)
  }

  /// States.JsonMerge: the first object with the second's members put over it.
  ///
  /// - Throws: `IntrinsicFault` where there are no two objects or a deep merge is asked for.
  func merged() throws(IntrinsicFault) -> JSON {
    guard let first = try value(0).object, let second = try value(1).object else {
      throw IntrinsicFault(reason: "Both values must be objects")
    }
    guard try value(2) == .bool(false) else {
      throw IntrinsicFault(reason: "Only the shallow merge is supported: argument 3 must be false")
    }
    return .object(first.merging(second))
  }

  /// States.StringSplit: the pieces between any of the delimiters, without empty ones.
  ///
  /// - Throws: `IntrinsicFault` where there are no two strings.
  func split() throws(IntrinsicFault) -> JSON {
    let delimiters = Set(try text(1).unicodeScalars)
    let pieces = try text(0).unicodeScalars.split { delimiters.contains($0) }
    return .array(pieces.map { .string(String(String.UnicodeScalarView($0))) })
  }
}
