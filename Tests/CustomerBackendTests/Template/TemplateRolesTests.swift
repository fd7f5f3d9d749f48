import CustomerBackend
import Testing
import Yams

struct TemplateRolesTests {
  private let template: TemplateDocument

  init() throws { template = try TemplateDocument() }

  /// One statement of a role's policies.
  private struct Statement {
    let actions: [String]
    let resources: [String]
    let hasCondition: Bool
  }

  private func statements(of role: TemplateDocument.Resource) -> [Statement] {
    let policies = role["Policies"]?.sequence.map(Array.init) ?? []
    return policies.flatMap { policy -> [Statement] in
      let all = policy["PolicyDocument"]?["Statement"]?.sequence.map(Array.init) ?? []
      return all.map { statement in
        Statement(
          actions: statement["Action"]?.texts ?? [],
          resources: statement["Resource"]?.texts ?? [],
          hasCondition: statement["Condition"] != nil
        )
      }
    }
  }

  @Test func `every function has a role of its own`() {
    let functions = template.all("Lambda::Function")
    let roles = functions.compactMap { $0["Role"]?.text }
    #expect(roles.count == BackendFunction.allCases.count)
    #expect(Set(roles).count == roles.count)
    #expect(
      roles == functions.map { "\($0.name.dropLast("Function".count))Role.Arn" }
    )
  }

  @Test(arguments: [
    (BackendFunction.getCustomerID, ["dynamodb:GetItem"]),
    (.putCustomerID, ["dynamodb:PutItem", "events:PutEvents"]),
    (.deleteCustomerID, ["dynamodb:DeleteItem"]),
    (.submitWorkflow, ["states:StartExecution", "states:DescribeExecution"]),
    (.validateExists, ["dynamodb:GetItem"]), (.insertID, ["dynamodb:PutItem"]), (.logEvent, []),
  ])
  func `a function may do what it does and nothing else`(
    function: BackendFunction,
    actions: [String]
  ) throws {
    let resource = try #require(
      template.all("Lambda::Function").first { $0["Handler"]?.text == function.rawValue }
    )
    let role = try #require(
      template.resource((resource["Role"]?.text ?? "").replacingSuffix(".Arn", with: ""))
    )
    let all = statements(of: role).flatMap(\.actions)
    #expect(all == ["logs:CreateLogStream", "logs:PutLogEvents"] + actions)
  }

  @Test func `nothing is allowed on everything but log delivery, which knows no resources`() {
    let open = template.all("IAM::Role").flatMap(statements).filter { $0.resources.contains("*") }
    #expect(open.count == 1)
    #expect(open.flatMap(\.actions).allSatisfy { $0.hasPrefix("logs:") })
    let actions = template.all("IAM::Role").flatMap(statements).flatMap(\.actions)
    #expect(actions.allSatisfy { !$0.contains("*") })
    #expect(template.all("IAM::Role").flatMap(statements).allSatisfy { !$0.resources.isEmpty })
  }

  @Test func `events may be put for the API's source alone`() throws {
    let role = try #require(template.resource("PutCustomerIdRole"))
    let put = try #require(statements(of: role).first { $0.actions == ["events:PutEvents"] })
    #expect(put.hasCondition)
  }

  @Test func `the workflow may invoke its three functions, and the rules start the workflow`()
    throws
  {
    let workflow = try #require(template.resource("WorkflowRole"))
    let invoke = try #require(statements(of: workflow).first)
    #expect(invoke.actions == ["lambda:InvokeFunction"])
    #expect(
      invoke.resources == [
        "ValidateExistsFunction.Arn", "InsertIdFunction.Arn", "LogEventFunction.Arn",
      ]
    )
    let rules = try #require(template.resource("RulesRole"))
    #expect(statements(of: rules).map(\.actions) == [["states:StartExecution"]])
    #expect(statements(of: rules).map(\.resources) == [["CustomersWorkflow"]])
  }

  @Test func `only the API's own methods may invoke the functions behind it`() {
    let permissions = template.all("Lambda::Permission")
    #expect(permissions.count == 4)
    for permission in permissions {
      #expect(permission["Principal"]?.text == "apigateway.amazonaws.com")
      #expect(permission["SourceArn"]?.text?.contains(":${Api}/*/") == true)
    }
  }
}

extension String {
  /// The text with `suffix`, where it has it, replaced.
  fileprivate func replacingSuffix(_ suffix: String, with other: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) + other : self
  }
}
