internal import Dashboard

/// Contexts, and the commands that were typed.
extension EffectRunner {
  /// Tells which contexts there are.
  func listContexts() async {
    do {
      inbox.post(.contextsListed(try surroundings.contexts()))
    } catch {
      inbox.post(.contextsRefused(reason: "\(error)"))
    }
  }

  /// Says whether a context can be used.
  func checkContext(_ name: String) async {
    do {
      try surroundings.checkContext(name)
      inbox.post(.contextChecked(name))
    } catch {
      inbox.post(.contextRefused(name, reason: "\(error)"))
    }
  }

  /// Tells the commands of earlier runs.
  func readHistory() async {
    inbox.post(.historyRead(surroundings.history?.lines() ?? []))
  }

  /// Keeps a typed command.
  func keepCommand(_ line: String) async {
    guard let reason = surroundings.history?.append(line) else { return }
    inbox.post(.messageRaised("the command was not kept: \(reason)", isError: true))
  }
}
