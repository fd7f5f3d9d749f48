internal import CustomerDomain

/// What a demo's customers and troublemakers do next; a pure value, so that it can be tested and
/// each demo begins alike.
struct DemoScript: Sendable {
  /// One thing to do.
  enum Step: Hashable, Sendable {
    /// Looks an id up.
    case lookUp(CustomerID)
    /// Inserts an id.
    case insert(CustomerID)
    /// Deletes an id.
    case delete(CustomerID)
    /// Starts a run.
    case submit(CustomerID)
    /// Begins a fault.
    case inject(InjectedFault.Kind, function: String, seconds: Int)
  }

  private static let names = [
    "user", "ada", "grace", "linus", "margaret", "dennis", "barbara", "edsger", "radia", "ken",
  ]
  private static let functions = ["insert_id", "get_customer_id", "put_customer_id"]
  private var random: SplitMix
  private var count = 0
  private var faultCount = 0

  /// Begins a script; the same seed tells the same story.
  init(seed: UInt64) { random = SplitMix(seed) }

  /// The next thing to do, and how long to wait before it, in milliseconds.
  mutating func next() -> (step: Step, wait: Int)? {
    count += 1
    // The first fault comes within seconds, the others every few minutes.
    if count == 12 || count % 400 == 0 { return (fault(), 200) }
    guard let id = try? CustomerID(name()) else { return nil }
    let wait = count < 12 ? 150 : 200 + Int(random.next() % 900)
    return switch random.next() % 10 {
    case 0...3: (.lookUp(id), wait)
    case 4...5: (.insert(id), wait)
    case 6: (.delete(id), wait)
    default: (.submit(id), wait)
    }
  }

  private mutating func name() -> String {
    let name = DemoScript.names[Int(random.next() % UInt64(DemoScript.names.count))]
    return "\(name)_\(random.next() % 40 + 100)"
  }

  private mutating func fault() -> Step {
    let function = DemoScript.functions[faultCount % DemoScript.functions.count]
    faultCount += 1
    return .inject(.error, function: function, seconds: 25)
  }
}
