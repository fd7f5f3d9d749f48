import ArgumentParser
import Glibc
import TestKit
import Testing

@testable import rollcall

@Suite("The region that is told")
struct RegionTests {
  private let home = TemporaryFolder()

  private func region(_ arguments: [String], _ environment: [String: String] = [:]) throws -> String
  {
    let shared = "\(home.path)/shared"
    let file = try #require(fopen(shared, "w"))
    fputs("[profile work]\nregion = eu-north-1\n[profile bare]\noutput = json\n", file)
    fclose(file)
    let surroundings = ["HOME": home.path, "AWS_CONFIG_FILE": shared]
    return try Launch(
      ConnectionOptions.parse(arguments),
      timeout: Launch.usualTimeout,
      environment: surroundings.merging(environment) { _, new in new }
    ).region
  }

  @Test("A profile's region is told, as calls are made in it")
  func profile() throws {
    #expect(try region(["--profile", "work"]) == "eu-north-1")
    #expect(try region(["--profile", "bare"]) == "")
    #expect(try region(["--profile", "missing"]) == "")
  }

  @Test("A flag comes first, then the variables, of which an empty one counts for nothing")
  func precedence() throws {
    let both = ["AWS_REGION": "", "AWS_DEFAULT_REGION": "us-east-2"]
    #expect(try region(["--profile", "work"], both) == "us-east-2")
    #expect(try region(["--profile", "work", "--region", "eu-west-3"], both) == "eu-west-3")
  }
}
