internal import Deployment
internal import Packaging

/// A program that is zipped when it is deployed.
struct ProgramToPack: ArtifactSource {
  /// The program's path.
  let path: String

  /// Reads and zips the program.
  ///
  /// - Throws: `ServiceFailure` where it cannot be read, or would not start on Lambda.
  func zip() throws -> [UInt8] { try PackageCommand.package(path).bytes }
}
