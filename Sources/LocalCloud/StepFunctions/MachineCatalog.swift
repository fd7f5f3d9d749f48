internal import AWSWire
internal import JSONValue
internal import StatesLanguage
internal import Synchronization

/// A state machine that was read and can run.
struct LoadedMachine: Sendable {
  let stored: StoredMachine
  let machine: StateMachine
}

/// The machines in memory: the present one of each ARN, and every revision that runs.
final class MachineCatalog: Sendable {
  private struct Known {
    var present: [String: LoadedMachine] = [:]
    var revisions: [String: LoadedMachine] = [:]
  }

  private let database: any CloudDatabase
  private let known = Mutex(Known())

  /// Makes a catalogue that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The machine with an ARN.
  ///
  /// - Throws: `CloudError` where there is none.
  func machine(_ arn: String) async throws -> LoadedMachine {
    if let loaded = known.withLock({ $0.present[arn] }) { return loaded }
    let stored = try await database.read { db in try MachineStore.machine(arn, in: db) }
    guard let stored else {
      _ = try StatesARN.check(arn, is: "stateMachine")
      throw StatesError.machineNotFound(arn)
    }
    let loaded = try MachineCatalog.load(stored)
    add(loaded)
    return loaded
  }

  /// The machine of a revision.
  ///
  /// - Throws: `CloudError` where there is none.
  func revision(_ revision: String) async throws -> LoadedMachine {
    if let loaded = known.withLock({ $0.revisions[revision] }) { return loaded }
    let stored = try await database.read { db in try MachineStore.revision(revision, in: db) }
    guard let stored else { throw StatesError.machineNotFound(revision) }
    let loaded = try MachineCatalog.load(stored)
    known.withLock { $0.revisions[revision] = loaded }
    return loaded
  }

  /// Notes a machine that was made or changed.
  func add(_ loaded: LoadedMachine) {
    known.withLock { known in
      known.present[loaded.stored.arn] = loaded
      known.revisions[loaded.stored.revision] = loaded
    }
  }

  /// Forgets a machine that was deleted.
  func remove(_ arn: String) { known.withLock { $0.present[arn] = nil } }

  /// The digests that `States.Hash` may ask for.
  private static let hash: HashFunction = { algorithm, bytes in
    switch algorithm {
    case .md5: Digest.digest(.md5, bytes)
    case .sha1: Digest.digest(.sha1, bytes)
    case .sha256: Digest.sha256(bytes)
    case .sha384: Digest.digest(.sha384, bytes)
    case .sha512: Digest.digest(.sha512, bytes)
    }
  }

  /// Reads a machine's definition.
  ///
  /// - Throws: `CloudError` where it is not sound.
  static func load(_ stored: StoredMachine) throws -> LoadedMachine {
    let text = stored.body["definition"]?.string ?? ""
    let definition: JSON
    do {
      definition = try JSON(parsing: text)
    } catch {
      throw StatesError.invalidDefinition("INVALID_JSON_DESCRIPTION: \(JSONFault.words(text))")
    }
    do throws(DefinitionError) {
      let machine = try StateMachine(definition: definition, hash: hash)
      return LoadedMachine(stored: stored, machine: machine)
    } catch {
      throw StatesError.invalidDefinition(error.description)
    }
  }
}
