import Dispatch
import EntKit

let rounds = 9
let roundNanos: UInt64 = 200_000_000

/// Median over the rounds of the time of one call, the first round being the warm-up.
func bench(_ name: String, _ call: () throws -> Void) rethrows {
  var perCall: [UInt64] = []
  for _ in 0...rounds {
    let start = DispatchTime.now().uptimeNanoseconds
    var calls: UInt64 = 0
    var spent: UInt64 = 0
    while spent < roundNanos {
      for _ in 0..<100 { try call() }
      calls += 100
      spent = DispatchTime.now().uptimeNanoseconds - start
    }
    perCall.append(spent / calls)
  }
  let median = perCall.dropFirst().sorted()[rounds / 2]
  print("\(name): \(median) ns")
}

let words = [
  ContextWord(kind: .name, text: "Chamson"), ContextWord(kind: .school, text: "Jules Verne"),
]

bench("trivial call") { _ = libraryVersion() }
try bench("UAI parse") { _ = try Uai("0750655E") }
try bench("password check") {
  let typed = try PasswordInput.fromText(text: "Tournesol-2021!")
  _ = try checkPassword(
    rules: "educonnect", password: typed, confirmation: typed, words: words)
}
try bench("password strength") {
  _ = try PasswordStrength(of: .fromText(text: "Tournesol-2021!"), words: words)
}
