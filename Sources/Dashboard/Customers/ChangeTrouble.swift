internal import CustomerDomain

/// An insert or a delete that was asked for and not plainly done; it stays with its row until the
/// next action on the id.
struct ChangeTrouble: Hashable, Sendable {
  /// What was asked for.
  let action: CustomerAnswer.Action
  /// Why it is not known to be done.
  let failure: ServiceFailure
  /// Whether the id was known to be in the table before, or not to be.
  let knownBefore: Bool?
  /// Whether it may have been done all the same.
  let isOpen: Bool

  /// What an answer to an insert or a delete tells of trouble; `nil` where it was plainly done, or
  /// only looked up.
  init?(_ answer: CustomerAnswer, knownBefore: Bool?) {
    guard answer.action != .lookUp else { return nil }
    switch answer.outcome {
    case .unknown(let failure): (self.failure, isOpen) = (failure, true)
    case .failed(let failure): (self.failure, isOpen) = (failure, false)
    default: return nil
    }
    action = answer.action
    self.knownBefore = knownBefore
  }

  /// What was attempted, that it is unknown whether it was done, and what was found since then.
  func sentence(after answer: CustomerAnswer) -> String {
    let verb = action == .insert ? "insert" : "delete"
    guard isOpen else { return "\(verb) failed: \(failure.sentence)" }
    if let existsNow = answer.existsNow {
      let found = existsNow ? "it now exists" : "it is now absent"
      return "\(verb): outcome unknown (\(failure.reason)); \(found)"
    }
    let next = answer.action == .lookUp ? "look it up again" : "looking it up"
    return "\(verb): unknown whether it was done (\(failure.reason)); \(next)"
  }
}
