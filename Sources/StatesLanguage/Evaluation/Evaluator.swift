internal import JSONValue

/// What expressions of a state are worked out against.
struct Evaluator {
  /// What `$` stands for.
  var input: JSON
  /// Makes what `$$` stands for; only asked where a path needs it.
  let context: () -> JSON
  /// Where random numbers come from.
  var random: SeededRandom
  /// What `States.Hash` computes with.
  let hash: HashFunction?

  /// What `path` finds.
  ///
  /// - Throws: `PathFault` where it leads nowhere.
  func value(_ path: JSONPath) throws(PathFault) -> JSON {
    try path.value(in: path.root == .input ? input : context())
  }

  /// What `path`, an InputPath or OutputPath, finds.
  ///
  /// - Throws: `StateFault` where it leads nowhere.
  func selected(_ path: JSONPath) throws(StateFault) -> JSON {
    do {
      return try value(path)
    } catch {
      throw StateFault.runtime("Invalid path '\(path.text)' : \(error.reason)")
    }
  }
}
