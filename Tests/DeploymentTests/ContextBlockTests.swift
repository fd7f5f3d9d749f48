import Testing

@testable import Deployment

struct ContextBlockTests {
  private let block = ContextBlock(
    name: "prod",
    members: [
      (key: "stack", value: "prod"), (key: "api-url", value: "https://new/prod"),
      (key: "api-key", value: "{file: '/k'}"),
    ]
  )

  @Test func `an empty file gets the context alone`() {
    #expect(
      block.put(into: "") == """
        contexts:
          prod:
            stack: prod
            api-url: https://new/prod
            api-key: {file: '/k'}

        """
    )
  }

  @Test func `a file without contexts keeps all it has`() {
    let yaml = "# mine\ntheme: dark   # nice\n"
    #expect(block.put(into: yaml) == yaml + "\ncontexts:\n" + lines(2))
  }

  @Test func `another context is put behind those that are there, in their layout`() {
    let yaml = """
      contexts:
          # the first
          staging:
              region: eu-west-1  # keep

      # about the theme
      theme: dark

      """
    #expect(
      block.put(into: yaml) == """
        contexts:
            # the first
            staging:
                region: eu-west-1  # keep
        \(lines(4))
        # about the theme
        theme: dark

        """
    )
  }

  @Test func `a context that is there keeps its comments and what deploying does not know`() {
    let yaml = """
      contexts:
        prod:   # the real one
          # careful
          production: true
          api-url: "https://old/prod"   # from ann
          api-key:
            # a file
            file: /old
          refresh: 5

        other:
          region: x
      """
    #expect(
      block.put(into: yaml)
        == """
        contexts:
          prod:   # the real one
            # careful
            production: true
            api-url: https://new/prod # from ann
            api-key: {file: '/k'}
              # a file
              file: /old
            refresh: 5
            stack: prod

          other:
            region: x

        """
        .split(separator: "\n", omittingEmptySubsequences: false)
        .filter { $0 != "      file: /old" }.joined(separator: "\n")
    )
  }

  @Test func `putting it twice changes nothing the second time`() throws {
    let once = try #require(block.put(into: "theme: dark\ncontexts:\n  a:\n    region: b\n"))
    #expect(block.put(into: once) == once)
  }

  @Test(
    arguments: [
      "contexts: {a: {region: b}}\n", "contexts:\n  prod: {region: b}\n", "contexts: null\n",
    ]
  )
  func `a layout that has no lines of its own is left alone`(yaml: String) {
    #expect(block.put(into: yaml) == nil)
  }

  @Test(
    arguments: [
      ("plain-1", "plain-1"), ("https://a.b/c", "https://a.b/c"), ("true", "'true'"),
      ("1a", "'1a'"),
      ("it's", "'it''s'"), ("a: b", "'a: b'"), ("", "''"), ("x:", "'x:'"), ("é", "'é'"),
    ]
  )
  func `a text that YAML would read as something else is quoted`(text: String, scalar: String) {
    #expect(ContextBlock.scalar(text) == scalar)
  }

  private func lines(_ indent: Int) -> String {
    block.lines(indent: indent).map { "\($0)\n" }.joined()
  }
}
