internal import AWSClient
internal import Dashboard
internal import Terminal

extension EffectRunner {
  /// How long tmux may take before it is given up, in steps of 20 ms.
  private static let clipboardSteps = 150

  /// Hands text to tmux and waits for it, off the thread that draws.
  func load(_ text: String, into tmux: TmuxClipboard) async {
    do throws(TmuxClipboard.Failure) {
      var loading = try tmux.load(text)
      for _ in 0..<EffectRunner.clipboardSteps {
        if try loading.isDone() {
          inbox.post(.messageRaised("copied through tmux (load-buffer -w)", isError: false))
          return
        }
        try? await pacer.sleep(for: .milliseconds(20))
      }
      loading.giveUp()
      inbox.post(.messageRaised("not copied: tmux did not take the text", isError: true))
    } catch {
      inbox.post(.messageRaised("not copied: tmux load-buffer: \(error)", isError: true))
    }
  }
}
