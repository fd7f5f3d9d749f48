internal import CustomerDomain
internal import Terminal

/// What is asked before ids are deleted; in production the answer must be typed out.
struct DeleteQuestion {
  /// The ids, repeats kept.
  let ids: [CustomerID]
  /// The table they are deleted from.
  let table: String
  /// The context that the table is in.
  let context: String
  /// Whether mistakes are costly.
  let isProduction: Bool

  /// How many ids are named before the rest is only counted.
  private static let named = 10

  private var place: String {
    "from \(table) in \(isProduction ? "PRODUCTION " : "")\(context)"
  }

  /// What is said before the question: the ids, where they are several.
  var preface: [SafeText] {
    guard ids.count > 1 else { return [] }
    let rest = ids.count - DeleteQuestion.named
    return ["Delete \(ids.count) ids \(place):"]
      + ids.prefix(DeleteQuestion.named).map { "  \($0.text.spelledOut)" }
      + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  /// The question, behind which the answer is typed.
  var prompt: SafeText {
    if let id = ids.first, ids.count == 1 {
      let words = "Delete \"\(id.text.spelledOut)\" \(place)?"
      return isProduction ? "\(words) Type the id again:" : "\(words) [y/N]"
    }
    return isProduction ? "Type the number of ids to delete them:" : "Delete them? [y/N]"
  }

  /// Whether an answer, without spaces around it, means that they are to be deleted.
  func isAgreed(by answer: String) -> Bool {
    guard isProduction else { return answer.lowercased().hasPrefix("y") }
    let wanted = ids.count == 1 ? ids[0].text : "\(ids.count)"
    return ExactText.isMeant(wanted, by: answer)
  }
}
