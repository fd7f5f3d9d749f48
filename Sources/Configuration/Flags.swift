/// What the flags on the command line say; what is not given is `nil`.
package struct Flags: Hashable, Sendable {
  /// The context's name.
  package var context: String?
  /// The profile in the shared AWS files.
  package var profile: String?
  /// The AWS region.
  package var region: String?
  /// The endpoint that takes the place of AWS's own.
  package var endpointURL: String?
  /// The REST API's address, with its stage.
  package var apiURL: String?
  /// The local cloud's folder.
  package var dataFolder: String?
  /// Whether every changing action is impossible.
  package var isReadOnly: Bool

  /// Makes flags.
  package init(
    context: String? = nil,
    profile: String? = nil,
    region: String? = nil,
    endpointURL: String? = nil,
    apiURL: String? = nil,
    dataFolder: String? = nil,
    isReadOnly: Bool = false
  ) {
    self.context = context
    self.profile = profile
    self.region = region
    self.endpointURL = endpointURL
    self.apiURL = apiURL
    self.dataFolder = dataFolder
    self.isReadOnly = isReadOnly
  }
}
