internal import Spelling
internal import Yams

/// Reads a theme file: `name`, `glyphs` and `roles`, each role a colour or a mapping.
///
/// A role that is left out looks like `text`; a colour that is left out is the one of `text`.
package struct ThemeFile: Sendable {
  private let file: String
  private let text: String

  /// Takes the text of a file that messages call `file`.
  package init(file: String, text: String) {
    self.file = file
    self.text = text
  }

  /// Makes the theme the file describes.
  ///
  /// - Parameter name: what the theme is called if the file does not say.
  /// - Returns: the theme, with every role given.
  /// - Throws: `ThemeError`.
  package func theme(named name: String) throws(ThemeError) -> Theme {
    var title = name
    var glyphs = Glyphs.unicode
    var roles: [(key: Node, value: Node)]?
    for (key, value) in try pairs(of: root()) {
      switch key.string {
      case "name": title = try string(value, role: nil)
      case "glyphs": glyphs = try self.glyphs(value)
      case "roles": roles = try pairs(of: value)
      default: throw error(key, .unknownKey(key.string ?? ""))
      }
    }
    return Theme(name: title, styles: try styles(roles ?? []), glyphs: glyphs)
  }

  private func root() throws(ThemeError) -> Node {
    do {
      guard let node = try Yams.compose(yaml: text, .basic) else { throw error(nil, .notAMapping) }
      return node
    } catch let error as ThemeError {
      throw error
    } catch {
      throw syntaxError(error)
    }
  }

  private func styles(_ roles: [(key: Node, value: Node)]) throws(ThemeError) -> [Role: Style] {
    var base = Style.plain
    guard let text = roles.first(where: { $0.key.string == Role.text.rawValue }) else {
      throw error(roles.first?.key, .missingText)
    }
    base = try style(text.value, role: .text, base: .plain)
    var styles: [Role: Style] = [.text: base]
    for (key, value) in roles {
      let name = key.string ?? ""
      guard let role = Role(rawValue: name) else {
        throw error(key, role: name, .unknownRole(name, suggestion: nearest(to: name)))
      }
      styles[role] = try style(value, role: role, base: role == .text ? .plain : base)
    }
    return styles
  }

  private func style(_ node: Node, role: Role, base: Style) throws(ThemeError) -> Style {
    var style = Style(foreground: base.foreground, background: base.background)
    guard case .mapping = node else {
      style.foreground = try color(node, role: role)
      return style
    }
    for (key, value) in try pairs(of: node) {
      switch key.string {
      case "foreground": style.foreground = try color(value, role: role)
      case "background": style.background = try color(value, role: role)
      case "attributes": style.attributes = try attributes(value, role: role)
      default:
        throw error(
          key,
          role: role.rawValue,
          .wrongType(expected: "foreground, background or attributes, not '\(key.string ?? "")'")
        )
      }
    }
    return style
  }

  private func color(_ node: Node, role: Role) throws(ThemeError) -> Color {
    let name = try string(node, role: role)
    guard let color = Color(name: name) else {
      throw error(node, role: role.rawValue, .unknownColor(name))
    }
    return color
  }

  private func attributes(_ node: Node, role: Role) throws(ThemeError) -> Attributes {
    let names: [Node]
    if case .sequence(let sequence) = node { names = Array(sequence) } else { names = [node] }
    var attributes: Attributes = []
    for node in names {
      let name = try string(node, role: role)
      guard let attribute = Attributes(name: name) else {
        throw error(node, role: role.rawValue, .unknownAttribute(name))
      }
      attributes.insert(attribute)
    }
    return attributes
  }

  private func glyphs(_ node: Node) throws(ThemeError) -> Glyphs {
    switch try string(node, role: nil) {
    case "unicode": return .unicode
    case "ascii": return .ascii
    default: throw error(node, .wrongType(expected: "unicode or ascii"))
    }
  }
}

extension ThemeFile {
  private func pairs(of node: Node) throws(ThemeError) -> [(key: Node, value: Node)] {
    guard case .mapping(let mapping) = node else { throw error(node, .notAMapping) }
    return mapping.map { ($0.key, $0.value) }
  }

  private func string(_ node: Node, role: Role?) throws(ThemeError) -> String {
    guard case .scalar(let scalar) = node, !scalar.string.isEmpty else {
      throw error(node, role: role?.rawValue, .wrongType(expected: "a word or a colour"))
    }
    return scalar.string
  }

  private func error(_ node: Node?, role: String? = nil, _ problem: ThemeError.Problem)
    -> ThemeError
  {
    ThemeError(file: file, line: node?.mark?.line ?? 1, role: role, problem: problem)
  }

  private func syntaxError(_ error: any Error) -> ThemeError {
    var line = 1
    var role: String?
    var message = "\(error)"
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      line = mark.line
      message = problem
    case .duplicatedKeysInMapping(let keys, let context):
      line = lineOfRepeat(keys.first ?? "", from: context.mark.line)
      role = keys.first.flatMap(Role.init(rawValue:))?.rawValue
      message = "'\(keys.joined(separator: "', '"))' is there twice"
    case .reader(let problem, let offset, _, _):
      line = text.utf8.prefix(offset ?? 0).count { $0 == 0x0A } + 1
      message = problem
    default: break
    }
    return ThemeError(file: file, line: line, role: role, problem: .notYAML(message))
  }

  /// The line where `key` stands the second time; the parser tells only where its mapping begins.
  private func lineOfRepeat(_ key: String, from first: Int) -> Int {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let found = lines.indices.filter { index in
      index + 1 >= first && lines[index].drop { $0 == " " }.hasPrefix(key + ":")
    }
    return found.dropFirst().first.map { $0 + 1 } ?? first
  }

  private func nearest(to name: String) -> String? {
    NearestWord.to(name, among: Role.allCases.map(\.rawValue))
  }
}
