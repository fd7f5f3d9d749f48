internal import AWSClient
internal import Dashboard
package import Terminal

extension EffectRunner {
  /// Writes a frame to a new file, off the thread that draws, and says what came of it.
  package func save(_ frame: Frame, title: String, to path: String) {
    keep(.unique) { runner in
      guard let format = PictureFormat(path: path) else {
        let reason = "its name must end in \(PictureFormat.endings)"
        return runner.inbox.post(
          .messageRaised("no screenshot in \(path): \(reason)", isError: true)
        )
      }
      do throws(NewFile.Failure) {
        var file = try NewFile(
          path: runner.inHome(path),
          replaces: false,
          token: runner.pacer.randomBits()
        )
        try file.write(Array(format.text(of: frame, title: title).utf8))
        let place = try file.keep()
        runner.inbox.post(.messageRaised("screenshot written to \(place)", isError: false))
      } catch {
        runner.inbox.post(.messageRaised("no screenshot in \(path): \(error)", isError: true))
      }
    }
  }
}
