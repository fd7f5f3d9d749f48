import CustomerBackend
import JSONValue
import Testing

@testable import LocalCloud

struct TemplateTests {
  private let identity = CloudIdentity(region: "eu-central-1")

  private func resolve(_ yaml: String, _ given: [String: String] = [:]) throws -> ResolvedStack {
    try ResolvedStack(
      StackTemplate(yaml: yaml),
      given: given,
      identity: identity,
      stackName: "rollcall"
    )
  }

  private func group(_ name: String, _ before: String = "") -> String {
    """
    \(before)
    Resources:
      Group:
        Type: AWS::Logs::LogGroup
        Properties:
          LogGroupName: \(name)
    """
  }

  private func name(_ expression: String, _ before: String = "") throws -> String? {
    try resolve(group(expression, before)).resources.first?.properties["LogGroupName"]?.string
  }

  @Test(arguments: [
    ("!Ref AWS::Region", "eu-central-1"), ("!Sub a-${AWS::AccountId}", "a-000000000000"),
    ("!Sub [\"${x}-${!y}\", {x: z}]", "z-${y}"), ("!Join [\"/\", [a, b, !Ref P]]", "a/b/p"),
    ("!Select [1, [a, b]]", "b"), ("!Select [\"0\", !Split [\",\", \"a,b\"]]", "a"),
    ("!If [IsP, yes-p, no-p]", "yes-p"), ("!If [NotP, yes-p, no-p]", "no-p"),
    ("!FindInMap [M, !Ref P, k]", "v"), ("{\"Fn::Join\": [\"\", [a, {\"Ref\": P}]]}", "ap"),
  ])
  func `Intrinsic functions are worked out`(expression: String, expected: String) throws {
    let before = """
      Parameters:
        P: {Type: String, Default: p}
      Mappings:
        M: {p: {k: v}}
      Conditions:
        IsP: !Equals [!Ref P, p]
        NotP: !Not [!Condition IsP]
        Both: !And [!Condition IsP, !Or [!Condition NotP, !Equals [1, "1"]]]
      """
    #expect(try name(expression, before) == expected)
  }

  @Test(arguments: [
    ("!Ref Nobody", "Nobody"), ("!GetAtt Other.Colour", "Other"), ("!Sub \"${Nobody}\"", "Nobody"),
    ("!Sub \"${open\"", "Fn::Sub"), ("!If [Nothing, a, b]", "Nothing"),
    ("!Select [9, [a]]", "Fn::Select"), ("!Cidr [a, b]", "Fn::Cidr"),
    ("!FindInMap [A, b, c]", "Fn::FindInMap"),
  ])
  func `A broken function is an error with its line`(expression: String, named: String) {
    #expect {
      _ = try name(expression)
    } throws: { error in
      guard let error = error as? TemplateError else { return false }
      return error.logicalID == "Group" && error.line == 6 && error.problem.contains(named)
    }
  }

  @Test func `An unknown type and an unknown property are named`() {
    #expect(
      throws: TemplateError(
        "the resource type AWS::S3::Bucket is not supported",
        logicalID: "B",
        line: 3
      )
    ) {
      _ = try resolve("Resources:\n  B:\n    Type: AWS::S3::Bucket\n")
    }
    #expect {
      _ = try resolve(group("x") + "\n      Colour: red")
    } throws: { error in
      (error as? TemplateError)?.problem
        == "AWS::Logs::LogGroup: the property Colour is not supported"
    }
  }

  @Test(arguments: [
    ("Timeout: 9223372036854775807", "Timeout", "1 to 900"), ("Timeout: 0", "Timeout", "1 to 900"),
    ("Timeout: soon", "Timeout", "1 to 900"), ("MemorySize: 1", "MemorySize", "128 to 10240"),
  ])
  func `Numbers of a function have Lambda's ranges`(line: String, name: String, range: String) {
    let yaml = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {\(line)}"
    #expect {
      _ = try resolve(yaml)
    } throws: { error in
      (error as? TemplateError)?.problem
        == "AWS::Lambda::Function: property \(name) must be a whole number from \(range)"
    }
  }

  @Test func `Parameters are checked`() throws {
    let yaml = group(
      "!Ref P",
      "Parameters:\n  P: {Type: String, AllowedValues: [a, b]}"
    )
    #expect(try resolve(yaml, ["P": "b"]).resources[0].properties["LogGroupName"] == "b")
    for given in [[:], ["P": "c"], ["P": "a", "Q": "x"]] {
      #expect(throws: TemplateError.self) { _ = try resolve(yaml, given) }
    }
    let pattern = group(
      "!Ref P",
      "Parameters:\n  P: {Type: String, Default: \"\", AllowedPattern: \"^$|^a+$\"}"
    )
    #expect(try resolve(pattern, ["P": "aa"]).resources[0].properties["LogGroupName"] == "aa")
    #expect(throws: TemplateError.self) { _ = try resolve(pattern, ["P": "ab"]) }
  }

  @Test(arguments: [
    "A: !Equals [!If [A, x, y], x]", "A: !Condition A",
    "A: !Not [!Condition B]\n  B: !Equals [!If [A, x, y], x]",
    "A: !Equals [{\"Condition\": A}, true]",
  ])
  func `A condition that asks for itself is an error`(conditions: String) {
    #expect {
      _ = try resolve(group("x", "Conditions:\n  \(conditions)"))
    } throws: { error in
      (error as? TemplateError)?.problem.hasSuffix("refers to itself") == true
    }
  }

  @Test(arguments: [
    ("Type: Number, MinValue: 1, MaxValue: 10", "0", "it must be a number not less than 1"),
    ("Type: Number, MinValue: 1, MaxValue: 10", "11", "it must be a number not greater than 10"),
    ("Type: String, MinLength: 2, MaxLength: 3", "a", "its length must be not less than 2"),
    ("Type: String, MinLength: 2, MaxLength: 3", "abcd", "its length must be not greater than 3"),
    ("Type: String, MinValue: 2", "a", "MinValue of a String parameter is not supported"),
    ("Type: String, Least: 2", "a", "parameter has the unknown member Least"),
  ])
  func `A parameter's bounds hold`(declaration: String, value: String, problem: String) throws {
    let yaml = group("!Sub \"g${P}\"", "Parameters:\n  P: {\(declaration)}")
    #expect {
      _ = try resolve(yaml, ["P": value])
    } throws: { error in
      (error as? TemplateError)?.problem.hasPrefix(problem) == true
    }
    let within = group("!Sub \"g${P}\"", "Parameters:\n  P: {Type: Number, MinValue: 1}")
    #expect(try resolve(within, ["P": "1"]).resources[0].properties["LogGroupName"] == "g1")
  }

  @Test func `YAML that is broken is an error with its line`() {
    #expect {
      _ = try resolve("Resources:\n  A: [1\n  B: }")
    } throws: { ($0 as? TemplateError)?.line != nil }
  }

  @Test func `Resources come after those they need, and a circle is an error`() throws {
    let stack = try resolve(sampleTemplate)
    let order = stack.resources.map(\.logicalID)
    let table = try #require(order.firstIndex(of: "Table"))
    let reader = try #require(order.firstIndex(of: "Reader"))
    #expect(table < reader)
    let circle = """
      Resources:
        A: {Type: AWS::Logs::LogGroup, DependsOn: B}
        B: {Type: AWS::Logs::LogGroup, DependsOn: A}
      """
    #expect(throws: TemplateError.self) { _ = try resolve(circle) }
  }

  @Test func `The built-in template is honoured in full`() throws {
    for given in [[:], LocalCloudOptions.parameterDefaults] {
      let stack = try resolve(BackendTemplate.yaml, given)
      let built = try RestAPIBuilder(stack.resources, apiKey: "k").build()
      #expect(built.stages.map(\.name) == ["prod"])
      #expect(built.plans.keyID(for: "k", apiID: built.stages[0].api.id, stage: "prod") != nil)
    }
  }
}
