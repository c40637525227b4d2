// swift-tools-version:6.0
import PackageDescription

let package = Package(
  name: "EntKit",
  products: [.library(name: "EntKit", targets: ["EntKit"])],
  targets: [
    .systemLibrary(name: "EntFFI", path: "Sources/EntFFI"),
    .target(
      name: "EntKit",
      dependencies: ["EntFFI"],
      linkerSettings: [.linkedLibrary("ent_ffi")]
    ),
    .executableTarget(
      name: "GuardianActivationSample", dependencies: ["EntKit"],
      path: "Samples/GuardianActivation"),
    .executableTarget(
      name: "EntKitBench", dependencies: ["EntKit"], path: "Benches/EntKitBench"),
    .testTarget(name: "EntKitTests", dependencies: ["EntKit"]),
  ],
  swiftLanguageModes: [.v6]
)
