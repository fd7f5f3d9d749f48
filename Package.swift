// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built the same way: Swift 6, and no import that leaks by accident.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")

/// A library target of this package, in `Sources/<name>` unless `path` says otherwise.
func room(
  _ name: String,
  uses: [Target.Dependency] = [],
  path: String? = nil,
  exclude: [String] = [],
  resources: [Resource]? = nil
) -> Target {
  .target(
    name: name,
    dependencies: uses,
    path: path,
    exclude: exclude,
    resources: resources,
    swiftSettings: strict
  )
}

/// The test target of one room, in `Tests/<name>Tests`; `room` is the target where its name differs.
func tests(
  of name: String,
  in room: String? = nil,
  uses: [Target.Dependency] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: room ?? name)] + uses,
    exclude: exclude,
    swiftSettings: strict
  )
}

let package = Package(
  name: "rollcall",
  products: [
    .executable(name: "rollcall", targets: ["rollcall"]),
    .executable(name: "bootstrap", targets: ["bootstrap"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", "1.8.0"..<"1.9.0"),
    .package(url: "https://github.com/apple/swift-collections", "1.6.0"..<"1.7.0"),
    .package(url: "https://github.com/apple/swift-log", "1.16.0"..<"1.17.0"),
    .package(url: "https://github.com/apple/swift-nio", "2.101.0"..<"2.102.0"),
    .package(url: "https://github.com/groue/GRDB.swift", "7.10.0"..<"7.11.0"),
    .package(url: "https://github.com/jpsim/Yams", "6.2.0"..<"6.3.0"),
  ],
  targets: [
    // C libraries, each imported by one room only.
    .systemLibrary(name: "CNCurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CProcess"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
    .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"])]),

    // Values and wire formats.
    room("JSONValue"),
    room("AWSWire", uses: ["CCrypto", "JSONValue"]),

    // The way out to AWS.
    room("AWSClient", uses: ["CCurl", "AWSWire", "JSONValue"]),
    room("CustomerDomain", uses: ["AWSWire", "JSONValue"]),
    room("CustomerServices", uses: ["AWSClient", "AWSWire", "CustomerDomain", "JSONValue"]),

    // The way to AWS and back.
    room("Deployment", uses: ["AWSClient", "AWSWire", "JSONValue", yams]),

    // The backend, and the cloud that runs it here.
    room(
      "CustomerBackend",
      uses: ["AWSWire", "JSONValue"],
      resources: [.embedInCode("template.yaml")]
    ),
    room("Packaging", uses: ["CZlib", "AWSWire"]),
    room("StatesLanguage", uses: ["JSONValue"]),
    room(
      "LocalCloud",
      uses: [
        "AWSWire", "CProcess", "CSQLite", "CustomerBackend", "JSONValue", "Packaging",
        "StatesLanguage",
        deque, log, yams,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),

    // What a person probably meant.
    room("Spelling"),

    // The screen.
    room("Terminal", uses: ["CNCurses", "Spelling", yams]),
    room(
      "Themes",
      path: "themes",
      resources: [
        .embedInCode("dark.yaml"), .embedInCode("light.yaml"), .embedInCode("monochrome.yaml"),
        .embedInCode("high-contrast.yaml"), .embedInCode("colour-blind.yaml"),
      ]
    ),
    room("Dashboard", uses: ["AWSWire", "CustomerDomain", "JSONValue", "Spelling", "Terminal"]),
    room(
      "DashboardRuntime",
      uses: [
        "CPCRE2", "AWSClient", "AWSWire", "CustomerDomain", "CustomerServices", "Dashboard",
        "JSONValue", "Terminal",
      ]
    ),
    room("Configuration", uses: ["Spelling", yams]),

    // What is run.
    .executableTarget(
      name: "bootstrap",
      dependencies: ["AWSClient", "AWSWire", "CGlibcCompat", "CustomerBackend", "JSONValue"],
      swiftSettings: strict
    ),
    .target(name: "CGlibcCompat"),
    .executableTarget(
      name: "rollcall",
      dependencies: [
        "AWSClient", "AWSWire", "Configuration", "CustomerBackend", "CustomerDomain",
        "CustomerServices", "Dashboard", "DashboardRuntime", "Deployment", "JSONValue",
        "LocalCloud", "Packaging", "Spelling", "Terminal", "Themes", log,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["Documentation.docc"],
      swiftSettings: strict
    ),

    // What tests are made with.
    .target(
      name: "TestKit",
      dependencies: ["CProcess", "CVTerm", "JSONValue"],
      path: "Tests/TestKit",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "TerminalProbe",
      dependencies: ["Terminal", "Themes"],
      path: "Tests/TerminalProbe",
      swiftSettings: strict
    ),

    .executableTarget(
      name: "LogBenchmark",
      dependencies: [
        "AWSClient", "AWSWire", "CustomerDomain", "CustomerServices", "Dashboard",
        "DashboardRuntime", "JSONValue",
      ],
      path: "Tests/LogBenchmark",
      swiftSettings: strict
    ),

    tests(of: "JSONValue"),
    tests(of: "AWSWire", uses: ["JSONValue", "TestKit"]),
    tests(of: "AWSClient", uses: ["AWSWire", "JSONValue", "TestKit"]),
    tests(
      of: "Deployment",
      uses: ["AWSClient", "AWSWire", "CustomerBackend", "JSONValue", "TestKit"]
    ),
    tests(of: "CustomerDomain", uses: ["TestKit"]),
    tests(
      of: "CustomerServices",
      uses: ["AWSClient", "AWSWire", "CustomerDomain", "JSONValue", "TestKit"]
    ),
    tests(of: "CustomerBackend", uses: ["AWSWire", "JSONValue", yams]),
    tests(
      of: "Bootstrap",
      in: "bootstrap",
      uses: ["AWSClient", "AWSWire", "CustomerBackend", "JSONValue", "TestKit"]
    ),
    tests(of: "Packaging", uses: ["CGlibcCompat", "TestKit"]),
    tests(of: "StatesLanguage", uses: ["JSONValue"]),
    tests(
      of: "LocalCloud",
      uses: [
        "AWSWire", "CustomerBackend", "JSONValue", "Packaging", "StatesLanguage", "bootstrap",
        "rollcall", log, yams,
        .product(name: "GRDB", package: "GRDB.swift"),
      ]
    ),
    tests(of: "Spelling"),
    tests(of: "Terminal", uses: ["JSONValue", "TerminalProbe", "TestKit", "Themes"]),
    tests(
      of: "Dashboard",
      uses: ["AWSWire", "CustomerDomain", "JSONValue", "Terminal", "TestKit", "Themes"],
      exclude: ["Frames"]
    ),
    tests(
      of: "DashboardRuntime",
      uses: [
        "AWSClient", "AWSWire", "CustomerDomain", "CustomerServices", "Dashboard", "JSONValue",
        "Terminal", "TestKit",
      ]
    ),
    tests(of: "Configuration"),
    tests(
      of: "Rollcall",
      in: "rollcall",
      uses: [
        "AWSClient", "AWSWire", "Configuration", "CustomerDomain", "CustomerServices", "JSONValue",
        "LocalCloud", "Terminal", "TestKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["rollcall", "TestKit"],
      swiftSettings: strict
    ),
  ]
)
