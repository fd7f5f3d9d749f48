internal import AWSWire
internal import CustomerDomain

/// Which runs are shown: words, and a few members by name, all of which must hold.
///
/// `boom` is looked for in the id, the name, the state and the status; `status:failed` in the status,
/// several with commas; `id=x` is the id exactly, `id:x` a part of it, and so are `name` and `state`;
/// `since:1h` and `before:2026-11-27T12:00` bound the start, in the forms of
/// ``TimeInput``. A word in double quotes may have spaces in it; `-` or `!` before any of them asks for the
/// opposite.
struct ExecutionFilter: Hashable, Sendable {
  private struct Term: Hashable, Sendable {
    let member: String
    let text: String
    let isExact: Bool
    let isInverse: Bool

    /// Whether a run's member is as wanted; of one that has none, or none that is known, nothing is in it.
    func isMet(by value: String?) -> Bool {
      let found =
        value.map {
          isExact ? $0.isExactly(text) : $0.lowercased().contains(text.lowercased())
        } ?? false
      return found != isInverse
    }
  }

  /// One word of what was typed.
  private struct Word: Hashable, Sendable {
    var text = ""
    var isInverse = false
  }

  /// What was typed.
  let text: String
  /// The statuses that are asked for; empty for all.
  private var wanted: Set<Execution.Status> = []
  /// The statuses that are left out.
  private var unwanted: Set<Execution.Status> = []
  /// Only runs that were started then or later.
  private(set) var since: Instant?
  /// Only runs that were started before.
  private(set) var before: Instant?
  /// What in the text cannot be understood, and why.
  private(set) var problem: String?
  private var words: [Word] = []
  private var terms: [Term] = []

  /// Reads a filter.
  ///
  /// - Parameters:
  ///   - text: what was typed.
  ///   - now: the moment from which lengths of time are counted.
  init(_ text: String, now: Instant) {
    self.text = text
    for word in ExecutionFilter.split(text) { take(word, now: now) }
  }

  /// Whether everything is let through.
  var isEmpty: Bool { text.allSatisfy(\.isWhitespace) }

  /// The status that the service can look for by itself.
  var status: Execution.Status? {
    let left = wanted.subtracting(unwanted)
    return left.count == 1 ? left.first : nil
  }

  /// Whether it lets other runs through as time passes.
  var dependsOnTime: Bool { since != nil || before != nil }

  /// Whether it depends on what a list of runs does not tell.
  var needsFacts: Bool { !words.isEmpty || terms.contains { $0.member != "name" } }

  /// Whether a run may be let through, as far as a list tells.
  func mayMatch(_ run: Execution) -> Bool {
    if !wanted.isEmpty, !wanted.contains(run.status) { return false }
    if unwanted.contains(run.status) { return false }
    if let since, run.startedAt < since { return false }
    if let before, run.startedAt >= before { return false }
    return true
  }

  /// Whether a run is let through.
  func matches(_ run: Execution) -> Bool {
    guard mayMatch(run) else { return false }
    let texts = [run.name, run.customerID ?? "", run.stateName ?? "", run.status.word]
    let lowered = words.isEmpty ? [] : texts.map { $0.lowercased() }
    let hasWords = words.allSatisfy { word in
      lowered.contains { $0.contains(word.text) } != word.isInverse
    }
    return hasWords
      && terms.allSatisfy { term in
        switch term.member {
        case "id": term.isMet(by: run.customerID)
        case "state": term.isMet(by: run.stateName)
        default: term.isMet(by: run.name)
        }
      }
  }

  private mutating func take(_ word: Word, now: Instant) {
    let text = word.text
    let plain = Word(text: text.lowercased(), isInverse: word.isInverse)
    guard let sign = text.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
      return words.append(plain)
    }
    let key = text[..<sign].lowercased()
    let value = String(text[text.index(after: sign)...])
    // What is being typed lets everything through until it says something.
    switch key {
    case "status": takeStatus(value, isInverse: word.isInverse)
    case "since", "before":
      guard !value.isEmpty else { return }
      // The pane's times and the header's clock are UTC.
      guard case .moment(let moment) = TimeInput(value, now: now, offset: 0) else {
        problem = "\(key): \(value) is no length of time such as 1h, and no moment"
        return
      }
      // What did not start since then started before.
      if (key == "since") != word.isInverse { since = moment } else { before = moment }
    case "id", "name", "run", "state":
      guard !value.isEmpty else { return }
      let member = key == "run" ? "name" : key
      let isExact = text[sign] == "="
      terms.append(
        Term(member: member, text: value, isExact: isExact, isInverse: word.isInverse)
      )
    default: words.append(plain)
    }
  }

  /// Takes statuses by how their names begin.
  private mutating func takeStatus(_ value: String, isInverse: Bool) {
    for part in value.split(separator: ",") {
      let beginning = part.lowercased().filter { $0 != "_" && $0 != "-" }
      let found = Execution.Status.allCases.filter { status in
        let names = [status.rawValue.lowercased(), status.word]
        return names.contains { $0.filter { $0 != "_" && $0 != " " }.hasPrefix(beginning) }
      }
      if found.isEmpty { problem = "status: there is no \(part)" }
      if isInverse { unwanted.formUnion(found) } else { wanted.formUnion(found) }
    }
  }

  /// The words of a text; quotes keep spaces, and a quote that is open ends with the text.
  private static func split(_ text: String) -> [Word] {
    var words: [Word] = []
    var word = Word()
    var isQuoted = false
    var isBegun = false
    let characters = Array(text)
    for (index, character) in characters.enumerated() {
      let hasMore = index + 1 < characters.count && !characters[index + 1].isWhitespace
      if character == "\"" {
        isQuoted.toggle()
        isBegun = true
      } else if character.isWhitespace, !isQuoted {
        if !word.text.isEmpty { words.append(word) }
        word = Word()
        isBegun = false
      } else if !isBegun, hasMore, character == "-" || character == "!" {
        word.isInverse = true
        isBegun = true
      } else {
        word.text.append(character)
        isBegun = true
      }
    }
    return word.text.isEmpty ? words : words + [word]
  }
}
