/// The themes that come with the program.
///
/// This room holds theme files and hands out their text. It must not know what is in them.
package enum BuiltInTheme: String, CaseIterable, Hashable, Sendable {
  /// Light on dark, dark on light, and attributes alone.
  case dark, light, monochrome
  /// Far apart in lightness, and told apart by eyes that see fewer colours.
  case highContrast = "high-contrast"
  case colourBlind = "colour-blind"

  /// The text of the theme's file.
  package var yaml: String {
    let bytes =
      switch self {
      case .dark: PackageResources.dark_yaml
      case .light: PackageResources.light_yaml
      case .monochrome: PackageResources.monochrome_yaml
      case .highContrast: PackageResources.high_contrast_yaml
      case .colourBlind: PackageResources.colour_blind_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The name a message about the file uses.
  package var fileName: String { "themes/\(rawValue).yaml" }
}
