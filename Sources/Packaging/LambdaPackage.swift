internal import AWSWire

/// The zip file that all functions are deployed with: one program that picks its function by the
/// handler's name.
package struct LambdaPackage: Hashable, Sendable {
  /// Why a program was not packed; carries what is wrong with it.
  package struct Unfit: Error, Hashable, Sendable {
    /// What is wrong, a sentence each.
    package let problems: [String]
  }

  /// The zip file.
  package let bytes: [UInt8]

  /// Packs a program under the name that Lambda starts.
  ///
  /// - Throws: `Unfit` where it would not start on Lambda.
  package init(program: [UInt8]) throws(Unfit) {
    let problems = BootstrapRequirements.problems(of: program)
    guard problems.isEmpty else { throw Unfit(problems: problems) }
    bytes = ZipWriter.zip([
      ZipWriter.File(path: "bootstrap", contents: program, permissions: 0o755)
    ])
  }

  /// The SHA-256 of the zip file in hexadecimal digits, by which it is told from others.
  package var sha256: String { Digest.sha256Hex(bytes) }
}
