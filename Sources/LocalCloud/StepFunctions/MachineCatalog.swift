internal import AWSWire
internal import GRDB
internal import JSONValue
internal import StatesLanguage

/// A state machine that was read and can run.
struct LoadedMachine: Sendable {
  /// The machine in one of its revisions, as it is stored.
  let stored: StoredMachine
  /// Its definition, ready to run.
  let machine: StateMachine
}

/// The machines in memory: the present one of each ARN, and revisions that executions run on.
final class MachineCatalog: Sendable {
  private let database: any CloudDatabase
  private let present = RememberedRows<String, LoadedMachine>()
  private let revisions = RememberedRows<String, LoadedMachine>()

  /// Makes a catalogue that has read nothing.
  init(database: any CloudDatabase) { self.database = database }

  /// The machine with an ARN.
  ///
  /// - Throws: `CloudError` where there is none.
  func machine(_ arn: String) async throws -> LoadedMachine {
    let loaded = try await present.row(arn) {
      try await database.read { db in try MachineStore.machine(arn, in: db) }
        .map(MachineCatalog.load)
    }
    guard let loaded else {
      _ = try StatesARN.check(arn, is: "stateMachine")
      throw StatesError.machineNotFound(arn)
    }
    return loaded
  }

  /// The machine of a revision.
  ///
  /// - Throws: `CloudError` where there is none.
  func revision(_ revision: String) async throws -> LoadedMachine {
    let loaded = try await revisions.row(revision) {
      try await database.read { db in try MachineStore.revision(revision, in: db) }
        .map(MachineCatalog.load)
    }
    guard let loaded else { throw StatesError.machineNotFound(revision) }
    return loaded
  }

  /// Forgets a machine once its change, which is being written, is durable.
  func forget(_ arn: String, after db: Database) {
    db.afterNextTransaction { [present] _ in present.forget(arn) }
  }

  /// Forgets the revisions, which are read again where they are still asked for.
  func forgetRevisions() { revisions.forgetAll() }

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
