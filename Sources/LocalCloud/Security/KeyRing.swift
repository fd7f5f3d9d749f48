internal import AWSWire
internal import Synchronization

/// The key pairs that requests may be signed with: the owner's, and those of functions that run.
final class KeyRing: Sendable {
  /// A key pair and whose it is.
  struct Key: Sendable {
    /// The id and the secret, and the session token where it has one.
    let credentials: AWSCredentials
    /// The function it was made for; `nil` for the owner.
    let function: FunctionCaller?
    /// What requests with this key are signed with, made from the secret.
    let signingKeys: SigningKeys

    fileprivate init(_ credentials: AWSCredentials, _ function: FunctionCaller?) {
      (self.credentials, self.function) = (credentials, function)
      signingKeys = SigningKeys(secret: credentials.secretAccessKey)
    }
  }

  private let owner: Key
  private let functions = Mutex<[String: Key]>([:])

  /// Makes a ring with the owner's key pair.
  init(owner: AWSCredentials) { self.owner = Key(owner, nil) }

  /// The key with an id that a request names, and its session token; `nil` where nobody has it.
  func key(_ accessKeyID: String, token: String?) -> Key? {
    if accessKeyID == owner.credentials.accessKeyID { return owner }
    guard let key = functions.withLock({ $0[accessKeyID] }),
      Digest.areEqual(token ?? "", key.credentials.sessionToken ?? "")
    else { return nil }
    return key
  }

  /// Makes a key pair for a process of a function.
  func admit(_ caller: FunctionCaller, _ identifiers: RandomIdentifiers) -> AWSCredentials {
    let credentials = AWSCredentials(
      accessKeyID: "LOCALFN\(identifiers.hexadecimal(13).uppercased())",
      secretAccessKey: CloudKeys.secret(40),
      sessionToken: CloudKeys.secret(120)
    )
    functions.withLock { $0[credentials.accessKeyID] = Key(credentials, caller) }
    return credentials
  }

  /// Forgets the key pair of a process that has ended.
  func dismiss(_ accessKeyID: String) { functions.withLock { $0[accessKeyID] = nil } }
}
