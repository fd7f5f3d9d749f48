internal import AWSWire
internal import CustomerDomain

/// Which runs are shown: words, and a few members by name, all of which must hold.
///
/// `boom` is looked for in the id, the name, the state and the status; `status:failed` in the status,
/// several with commas; `id=x` is the id exactly, `id:x` a part of it, and so are `name` and `state`;
/// `since:1h` and `before:2026-11-27T12:00` bound the start, in the forms of
/// ``TimeInput``. A word in double quotes may have spaces in it.
struct ExecutionFilter: Hashable, Sendable {
  private struct Term: Hashable, Sendable {
    let member: String
    let text: String
    let isExact: Bool
  }

  /// What was typed.
  let text: String
  /// The statuses that are let through; empty for all.
  private(set) var statuses: Set<Execution.Status> = []
  /// Only runs that were started then or later.
  private(set) var since: Instant?
  /// Only runs that were started before.
  private(set) var before: Instant?
  /// What in the text cannot be understood, and why.
  private(set) var problem: String?
  private var words: [String] = []
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
  var status: Execution.Status? { statuses.count == 1 ? statuses.first : nil }

  /// Whether it lets other runs through as time passes.
  var dependsOnTime: Bool { since != nil || before != nil }

  /// Whether it depends on what a list of runs does not tell.
  var needsFacts: Bool { !words.isEmpty || terms.contains { $0.member != "name" } }

  /// Whether a run may be let through, as far as a list tells.
  func mayMatch(_ run: Execution) -> Bool {
    if !statuses.isEmpty, !statuses.contains(run.status) { return false }
    if let since, run.startedAt < since { return false }
    if let before, run.startedAt >= before { return false }
    return true
  }

  /// Whether a run is let through.
  func matches(_ run: Execution) -> Bool {
    guard mayMatch(run) else { return false }
    let texts = [run.name, run.customerID ?? "", run.stateName ?? "", run.status.word]
    let lowered = words.isEmpty ? [] : texts.map { $0.lowercased() }
    guard words.allSatisfy({ word in lowered.contains { $0.contains(word) } }) else { return false }
    return terms.allSatisfy { term in
      let value =
        term.member == "id" ? run.customerID : term.member == "state" ? run.stateName : run.name
      guard let value else { return false }
      return term.isExact
        ? value.isExactly(term.text) : value.lowercased().contains(term.text.lowercased())
    }
  }

  private mutating func take(_ word: String, now: Instant) {
    guard let sign = word.firstIndex(where: { $0 == ":" || $0 == "=" }) else {
      return words.append(word.lowercased())
    }
    let key = word[..<sign].lowercased()
    let value = String(word[word.index(after: sign)...])
    // What is being typed lets everything through until it says something.
    switch key {
    case "status": takeStatus(value)
    case "since", "before":
      guard !value.isEmpty else { return }
      // The pane's times and the header's clock are UTC.
      guard case .moment(let moment) = TimeInput(value, now: now, offset: 0) else {
        problem = "\(key): \(value) is no length of time such as 1h, and no moment"
        return
      }
      if key == "since" { since = moment } else { before = moment }
    case "id", "name", "run", "state":
      guard !value.isEmpty else { return }
      let member = key == "run" ? "name" : key
      terms.append(Term(member: member, text: value, isExact: word[sign] == "="))
    default: words.append(word.lowercased())
    }
  }

  /// Takes statuses by how their names begin.
  private mutating func takeStatus(_ value: String) {
    for part in value.split(separator: ",") {
      let wanted = part.lowercased().filter { $0 != "_" && $0 != "-" }
      let found = Execution.Status.allCases.filter { status in
        let names = [status.rawValue.lowercased(), status.word]
        return names.contains { $0.filter { $0 != "_" && $0 != " " }.hasPrefix(wanted) }
      }
      if found.isEmpty { problem = "status: there is no \(part)" }
      statuses.formUnion(found)
    }
  }

  /// The words of a text; quotes keep spaces, and a quote that is open ends with the text.
  private static func split(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" {
        isQuoted.toggle()
      } else if character.isWhitespace, !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
