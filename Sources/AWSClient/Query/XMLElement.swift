internal import JSONValue

/// One element of an XML document: its name, its text and its children; attributes are dropped.
struct XMLElement: Hashable, Sendable {
  /// The name without its namespace's prefix.
  var name: String
  /// The text directly inside it.
  var text = ""
  /// The elements directly inside it.
  var children: [XMLElement] = []

  /// Makes an element without content.
  init(name: String) { self.name = name }

  /// The first child called `name`.
  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The text of the first child called `name`.
  func text(of name: String) -> String? { child(name)?.text }
}

extension XMLElement {
  /// The element as the query protocol means it: text, a list of `member`, a map of `entry`, or a
  /// structure.
  var json: JSON {
    guard let first = children.first else { return .string(text) }
    if first.name == "member" { return .array(children.map(\.json)) }
    if first.name == "entry" {
      return .object(
        JSONObject(children.map { ($0.text(of: "key") ?? "", $0.child("value")?.json ?? .null) })
      )
    }
    return members
  }

  /// The children as a structure, also where there are none; of equal names a list.
  var members: JSON {
    var object = JSONObject()
    for child in children {
      guard let before = object[child.name] else {
        object[child.name] = child.json
        continue
      }
      object[child.name] = .array((before.array ?? [before]) + [child.json])
    }
    return .object(object)
  }
}

/// What an error in XML tells, as the query protocol and S3 write it.
struct XMLFault: Hashable, Sendable {
  /// The service's code.
  let code: String?
  /// The service's sentence.
  let message: String?
  /// The request's id.
  let requestID: String?

  /// Reads an error; `nil` where the body is none.
  init?(_ body: [UInt8]) {
    guard let root = try? XMLElement(parsing: body),
      let error = root.name == "Error" ? root : root.child("Error")
    else { return nil }
    code = error.text(of: "Code")
    message = error.text(of: "Message")
    requestID =
      root.text(of: "RequestId") ?? root.text(of: "RequestID") ?? error.text(of: "RequestId")
  }
}
