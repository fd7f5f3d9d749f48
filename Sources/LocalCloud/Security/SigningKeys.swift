internal import AWSWire
internal import Synchronization

/// The keys that requests are signed with, each made once for a day, a region and a service.
final class SigningKeys: Sendable {
  /// How many are kept: callers may name any service before their signature is checked.
  private static let mostKept = 64

  private struct Scope: Hashable {
    let day: String
    let signer: SignatureV4
  }

  private let secret: String
  private let kept = Mutex<[Scope: [UInt8]]>([:])

  /// Makes keys from the secret half of a key pair.
  init(secret: String) { self.secret = secret }

  /// The key of a signer's region and service on `day`, written as `20260102`.
  func key(of signer: SignatureV4, day: String) -> [UInt8] {
    let scope = Scope(day: day, signer: signer)
    if let key = kept.withLock({ $0[scope] }) { return key }
    let key = signer.signingKey(secret: secret, day: day)
    kept.withLock { kept in
      if kept.count >= SigningKeys.mostKept { kept = [:] }
      kept[scope] = key
    }
    return key
  }
}
