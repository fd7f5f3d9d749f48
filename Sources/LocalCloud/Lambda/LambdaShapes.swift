internal import JSONValue

/// The shapes of the inputs of Lambda's operations, as far as they are checked as a whole.
///
/// Source: the service's API model (botocore `lambda/2015-03-31`).
enum LambdaShapes {
  /// The most seconds that a function may run.
  private static let longestTimeout = 900

  private static let function: InputShape.Member = .required(
    "FunctionName",
    .text(
      InputShape.TextRule(
        length: 1...256,
        pattern: (FunctionNamePattern.text, FunctionNamePattern.matches)
      )
    )
  )
  private static let qualifier: InputShape.Member = .optional("Qualifier", .text(1...128))
  private static let destination: InputShape = .structure(
    [.optional("Destination", .text(0...350))],
    kind: "Destination"
  )
  private static let eventInvoke: [InputShape.Member] = [
    function, qualifier, .optional("MaximumRetryAttempts", .whole(0...2)),
    .optional("MaximumEventAgeInSeconds", .whole(60...21_600)),
    .optional(
      "DestinationConfig",
      .structure(
        [.optional("OnSuccess", destination), .optional("OnFailure", destination)],
        kind: "DestinationConfig"
      )
    ),
  ]
  private static let variableName = InputShape.TextRule(
    pattern: ("[a-zA-Z]([a-zA-Z0-9_])+", isVariableName)
  )

  private static let table: [String: [InputShape.Member]] = [
    "Invoke": [
      function, qualifier,
      .optional("InvocationType", .choice(["Event", "RequestResponse", "DryRun"])),
      .optional("LogType", .choice(["None", "Tail"])),
    ],
    "GetFunction": [function, qualifier], "GetFunctionConfiguration": [function, qualifier],
    "UpdateFunctionCode": [function],
    "TagResource": [
      .required("Resource", .text(1...256)),
      .required("Tags", .map(.text(), kind: "java.lang.String")),
    ],
    "UntagResource": [.required("Resource", .text(1...256)), .required("tagKeys", .any)],
    "ListFunctions": [
      .optional("MaxItems", .whole(1...10_000)), .optional("Marker", .text()),
      .optional("FunctionVersion", .choice(["ALL"])),
    ],
    "UpdateFunctionConfiguration": [
      function, .optional("Description", .text(0...256)), .optional("Handler", .text(0...128)),
      .optional("Timeout", .whole(1...longestTimeout)),
      .optional("MemorySize", .whole(128...32_768)),
      .optional(
        "Environment",
        .structure(
          [
            .optional("Variables", .map(.text(), kind: "java.lang.String", keys: variableName))
          ],
          kind: "Environment"
        )
      ),
      .optional("RevisionId", .text()),
    ],
    "PutFunctionEventInvokeConfig": eventInvoke, "UpdateFunctionEventInvokeConfig": eventInvoke,
    "GetFunctionEventInvokeConfig": [function, qualifier],
    "DeleteFunctionEventInvokeConfig": [function, qualifier],
    "ListFunctionEventInvokeConfigs": [
      function, .optional("MaxItems", .whole(1...50)), .optional("Marker", .text()),
    ],
  ]

  private static func isVariableName(_ name: String) -> Bool {
    name.utf8.count > 1 && name.first?.isASCII == true && name.first?.isLetter == true
      && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Character(UnicodeScalar($0)).isAlnum }
  }

  /// Refuses an input that is not of its operation's shape.
  ///
  /// - Throws: `CloudError` SerializationException or ValidationException.
  static func check(_ operation: String, _ input: JSON) throws {
    guard let members = table[operation] else { return }
    try InputShape.structure(members, kind: operation).check(input, words: .common)
  }
}

extension Character {
  /// Whether it is a letter or a digit of ASCII.
  fileprivate var isAlnum: Bool { isASCII && (isLetter || isNumber) }
}
