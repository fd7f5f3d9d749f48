internal import CNCurses

/// ncurses' colour pairs and attributes for the styles of frames.
struct CursesPalette {
  /// What ncurses calls a style.
  struct Look {
    /// The attributes.
    var attributes: attr_t
    /// The number of the pair of colours.
    var pair: Int32
  }

  private struct Colors: Hashable {
    var foreground: Int32
    var background: Int32
  }

  private let depth: ColorDepth
  private let limit: Int
  private let hasDefaults: Bool
  private var pairs: [Colors: Int32] = [:]
  private var looks: [Style: Look] = [:]

  /// Starts without pairs; ncurses' colours must have been started unless `depth` is none.
  init(depth: ColorDepth) {
    self.depth = depth
    hasDefaults = depth != .none && use_default_colors() == OK
    limit =
      switch depth {
      case .none: 1
      // Pairs are part of the classic attributes there, which have six bits for them.
      case .palette(let count) where count <= 8: min(64, Int(cn_pair_count()))
      case .palette, .direct: min(32_767, Int(cn_pair_count()))
      }
  }

  /// How a style is drawn.
  mutating func look(of style: Style) -> Look {
    if let known = looks[style] { return known }
    let look = Look(attributes: attributes(of: style), pair: pair(of: style))
    if looks.count < 4_096 { looks[style] = look }
    return look
  }

  private func attributes(of style: Style) -> attr_t {
    var attributes: attr_t = 0
    if style.attributes.contains(.bold) { attributes |= cn_bold }
    if style.attributes.contains(.dim) { attributes |= cn_dim }
    if style.attributes.contains(.italic) { attributes |= cn_italic }
    if style.attributes.contains(.underline) { attributes |= cn_underline }
    if style.attributes.contains(.reverse) { attributes |= cn_reverse }
    return attributes
  }

  /// The pair of a style's colours; once there is no room for more, the terminal's own colours.
  private mutating func pair(of style: Style) -> Int32 {
    guard depth != .none else { return 0 }
    let (text, ground) = depth.numbers(
      foreground: style.foreground,
      background: style.background
    )
    var colors = Colors(foreground: text, background: ground)
    if !hasDefaults {
      if colors.foreground < 0 { colors.foreground = COLOR_WHITE }
      if colors.background < 0 { colors.background = COLOR_BLACK }
    }
    if colors.foreground < 0, colors.background < 0 { return 0 }
    if let known = pairs[colors] { return known }
    let next = Int32(pairs.count + 1)
    guard next < limit, init_extended_pair(next, colors.foreground, colors.background) == OK
    else { return 0 }
    pairs[colors] = next
    return next
  }
}
