/// The contexts that can be changed to.
///
/// This folder knows their names and marks. How one is reached, and what the configuration says of
/// it, it does not know: changing to another begins the program anew.
struct ContextsState: Hashable, Sendable {
  /// The contexts, as the configuration has them, the local cloud first; empty before it was read.
  var marks: [ContextMark] = []
  /// Why they cannot be told.
  var trouble: String?
  /// The one that is being looked at before it is changed to.
  var pending: String?
}

/// The list of contexts, opened over the panes.
struct OpenContexts: Hashable, Sendable {
  /// The row that keys act on.
  var cursor = ListCursor()
}

extension DashboardState {
  /// Opens the list of contexts, on the one in use.
  mutating func openContexts() -> [Effect] {
    layers.append(.contexts(OpenContexts(cursor: ListCursor(selected: context.name))))
    return [.listContexts]
  }

  /// The contexts that the list shows: those of the configuration, and the one in use where it is
  /// none of them.
  var listedContexts: [ContextMark] {
    let marks = contexts.marks
    return marks.contains { $0.name == context.name } ? marks : [context] + marks
  }

  /// The context that the opened list has selected.
  var selectedContext: ContextMark? {
    guard case .contexts(let open) = layers.last else { return nil }
    let listed = listedContexts
    let index = open.cursor.index(in: listed.map(\.name))
    return listed.indices.contains(index) ? listed[index] : nil
  }

  /// Changes to the selected context.
  mutating func acceptContext() -> [Effect] {
    selectedContext.map { changeContext(to: $0.name) } ?? []
  }

  /// Has a context looked at, to change to it where that is possible.
  mutating func changeContext(to name: String) -> [Effect] {
    guard name != context.name else {
      message = Message(text: "\(name) is the context in use")
      return []
    }
    contexts.pending = name
    message = Message(text: "changing to \(name)")
    return [.checkContext(name)]
  }

  /// Takes in which contexts there are.
  mutating func takeContexts(_ marks: [ContextMark]) {
    contexts.marks = marks
    contexts.trouble = nil
  }

  /// Takes in that a context can be used: everything begins anew with it.
  mutating func takeCheck(of name: String) -> [Effect] {
    guard contexts.pending == name else { return [] }
    contexts.pending = nil
    return [.changeContext(name)]
  }

  /// Takes in why a context cannot be used; the one in use stays.
  mutating func refuseContext(_ name: String, because reason: String) {
    guard contexts.pending == name else { return }
    contexts.pending = nil
    message = Message(text: "\(name): \(reason)", isError: true)
  }
}
