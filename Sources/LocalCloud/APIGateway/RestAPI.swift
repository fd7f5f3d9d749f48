internal import AWSWire
internal import JSONValue

/// A REST API as its stack describes it, ready to serve.
///
/// This folder is API Gateway: routes, keys, throttles, integrations and the gateway's own answers.
/// It knows no socket and not what the functions do.
struct RestAPI: Sendable {
  /// One method of one resource.
  struct Method: Sendable {
    /// Whether callers must send an API key.
    let isKeyRequired: Bool
    /// What answers it.
    let integration: Integration
    /// The method as the template has it.
    let properties: JSON
  }

  /// A snapshot that stages serve.
  struct Deployment: Sendable {
    /// What `Ref` gives for it.
    let id: String
    /// The description; empty where the template gives none.
    let summary: String
    /// When it was made; `nil` where that is not known.
    let created: Instant?
  }

  /// What answers a method.
  enum Integration: Sendable {
    /// A function that gets the whole request; how long it may take, in milliseconds.
    case lambda(function: String, timeoutMilliseconds: Int64)
    /// An answer that is always the same.
    case mock(status: Int, headers: [(name: String, value: String)], body: String)
  }

  /// One path of the API.
  struct Resource: Sendable {
    /// What `Ref` gives for it; the root has an id of its own.
    let id: String
    /// The id of the resource above it; `nil` for the root.
    let parentID: String?
    /// The last part of the path, such as `users`, `{id}` or `{proxy+}`; empty for the root.
    let part: String
    /// The path below the stage, such as `/users/{id}`.
    let path: String
    /// The methods by verb; `ANY` stands for all verbs that are not named.
    var methods: [String: Method]
  }

  /// The id, which is what `Ref` gives for it.
  let id: String
  /// The name, which metrics carry as `ApiName`; empty where the template gives none.
  let name: String
  /// The description; empty where the template gives none.
  let summary: String
  /// The resources by id, the root among them.
  let resources: [String: Resource]
  /// The id of the resource at `/`.
  let rootID: String
  /// What it answers where no integration does.
  let gatewayResponses: GatewayResponses
  /// When it was made.
  var created: Instant?
  /// The API as the template has it.
  var properties: JSON = [:]
  /// The tags that the template gives it.
  var tags: JSONObject = [:]
  /// The deployments that the template declares.
  var deployments: [Deployment] = []
  /// The children of each resource, literal parts before variable ones.
  private let children: [String: [Resource]]

  /// Makes an API of its resources, which include the root.
  init(
    id: String,
    name: String,
    summary: String,
    resources: [Resource],
    rootID: String,
    gatewayResponses: GatewayResponses
  ) {
    self.id = id
    self.name = name
    self.summary = summary
    self.rootID = rootID
    self.gatewayResponses = gatewayResponses
    self.resources = Dictionary(resources.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    children = Dictionary(grouping: resources.filter { $0.parentID != nil }) { $0.parentID ?? "" }
      .mapValues { $0.sorted { Self.rank($0.part) < Self.rank($1.part) } }
  }

  private static func rank(_ part: String) -> Int {
    part.hasSuffix("+}") ? 2 : part.hasPrefix("{") ? 1 : 0
  }

  /// Finds the resource at `path` (below the stage, percent-encoded), and its path parameters.
  func match(_ path: Substring) -> (resource: Resource, parameters: [String: String])? {
    var segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { Substring($0) }.dropFirst()
    if segments.last == "" { segments = segments.dropLast() }
    guard let root = resources[rootID] else { return nil }
    return match(segments, below: root, [:])
  }

  private func match(
    _ segments: ArraySlice<Substring>,
    below resource: Resource,
    _ parameters: [String: String]
  ) -> (resource: Resource, parameters: [String: String])? {
    guard let segment = segments.first else { return (resource, parameters) }
    for child in children[resource.id] ?? [] {
      var found = parameters
      switch Self.rank(child.part) {
      case 0:
        guard child.part == segment else { continue }
      case 1:
        guard !segment.isEmpty else { continue }
        found[String(child.part.dropFirst().dropLast())] = String(segment)
      default:
        found[String(child.part.dropFirst().dropLast(2))] = segments.joined(separator: "/")
        return (child, found)
      }
      if let match = match(segments.dropFirst(), below: child, found) { return match }
    }
    return nil
  }
}
