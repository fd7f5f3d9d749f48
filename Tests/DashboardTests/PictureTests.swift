import CustomerDomain
import Dashboard
import Foundation
import Terminal
import Testing
import Themes

@Suite("The pictures in the documentation")
struct PictureTests {
  @Test("README's picture is what the dashboard draws; RECORD_FRAMES=1 draws it anew")
  func readme() throws {
    let theme = try ThemeFile(file: "dark.yaml", text: BuiltInTheme.dark.yaml).theme(named: "dark")
    let size = Size(columns: 120, rows: 36)
    var driver = Driver.full(size)
    driver.feedLogs()
    let picture = PictureFormat.svg.text(
      of: view(driver.state, size: size, theme: theme),
      title: "The dashboard on the local cloud: customers, workflow, alarms and logs"
    )
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "Sources/rollcall/Documentation.docc/Resources/dashboard.svg")
    if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
      try picture.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(try String(contentsOf: url, encoding: .utf8) == picture)
    }
  }
}
