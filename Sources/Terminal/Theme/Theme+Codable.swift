/// A theme is written by value, so that it looks the same where no such theme is known.
extension Theme: Codable {
  private enum CodingKeys: CodingKey {
    case name, glyphs, roles
  }

  /// A role's name.
  private struct RoleKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }

    init?(intValue: Int) { nil }
  }

  /// Reads a theme.
  ///
  /// - Throws: `DecodingError` where it is no theme, or one with roles that are not known here.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let roles = try container.nestedContainer(keyedBy: RoleKey.self, forKey: .roles)
    var styles: [Role: Style] = [:]
    for key in roles.allKeys {
      guard let role = Role(rawValue: key.stringValue) else {
        throw DecodingError.dataCorruptedError(
          forKey: key,
          in: roles,
          debugDescription: "no such role"
        )
      }
      styles[role] = try roles.decode(Style.self, forKey: key)
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      styles: styles,
      glyphs: try container.decode(Glyphs.self, forKey: .glyphs)
    )
  }

  /// Writes the look of every role.
  ///
  /// - Throws: what the encoder throws.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(glyphs, forKey: .glyphs)
    var roles = container.nestedContainer(keyedBy: RoleKey.self, forKey: .roles)
    for role in Role.allCases {
      try roles.encode(self[role], forKey: RoleKey(stringValue: role.rawValue))
    }
  }
}

/// Roles are written by their names.
extension Role: Codable {}
