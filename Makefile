# A target installs what it lacks on Debian, else names it in one line and fails (.ci/need, .ci/swift).

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.SUFFIXES:

# Every runner of vectors reads the folder ENT_VECTORS (the repository's own when unset) and writes
# its count to the folder ENT_COUNTS; the two may be relative to where make was started.
export ENT_COUNTS := $(shell realpath -m -- "$${ENT_COUNTS:-target/vectors}")
ifneq ($(ENT_VECTORS),)
export ENT_VECTORS := $(shell realpath -m -- "$$ENT_VECTORS")
endif

native := $(shell realpath -m -- "$${CARGO_TARGET_DIR:-target}")/native
venv := $(CURDIR)/.venv
maven := mvn --batch-mode --no-transfer-progress --file bindings/kotlin/pom.xml
swift_flags = --package-path bindings/swift -Xlinker -L"$(native)"
swift := LD_LIBRARY_PATH="$(native)" .ci/swift swift
swift_sources = $$(find bindings/swift -name '*.swift' -not -path '*/.build/*' -not -path '*/Generated/*')
scripts := .ci/* bindings/generate
# pyo3 asks this interpreter, whichever target builds it.
export PYO3_PYTHON := $(venv)/bin/python

.PHONY: help
help: ## lists the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: demo
demo: ## plays the example; arguments by ARGS, such as ARGS=--yes
	@.ci/need cargo cc
	cargo run --package first-connection -- $(ARGS)

# Tests.

.PHONY: test test-rust test-python test-kotlin test-swift test-stores test-vectors
test: ## tests in the four languages, which must run the same vectors
	@rm -f "$$ENT_COUNTS"/{rust,python,kotlin,swift}.count
	@$(MAKE) test-rust test-python test-kotlin test-swift test-stores test-vectors

# The generator has no test, and with it the features of every other crate would change. The Python
# module is tested from Python.
test-rust: ## tests of the crates, with long random traces
	@.ci/need cargo cc
	cargo test --workspace --exclude uniffi-bindgen --exclude ent-py
	@$(MAKE) traces

.PHONY: traces nightly
traces: ## random traces of every invariant, a hundred thousand each unless ENT_TRACES says otherwise
	@.ci/need cargo cc
	ENT_TRACES="$${ENT_TRACES:-100000}" cargo test --profile traces --package ent-auth --test lifecycles
	ENT_TRACES="$${ENT_TRACES:-100000}" cargo test --profile traces --package ent-auth --lib letter::tests

nightly: licences ## a million random traces of every invariant, and the licences
	@ENT_TRACES=1000000 $(MAKE) traces

.PHONY: licences
licences: ## licences, sources and versions of what is built in
	@.ci/need cargo cc cargo-deny
	cargo deny check --hide-inclusion-graph licenses bans sources

.PHONY: timing-smoke
timing-smoke: ## how long a wrong password takes beside an unknown account
	@.ci/need cargo cc
	cargo test --package ent-auth --features import-bcrypt,import-pbkdf2 --test timing -- --ignored

test-python: python ## tests of the Python package
	cd bindings/python && "$(venv)/bin/pytest" tests

test-kotlin: jvm ## tests of the Kotlin package, and of its jar
	$(maven) verify

test-swift: swift-sources ## tests of the Swift package
	$(swift) test $(swift_flags) -Xswiftc -warnings-as-errors

# What needs a database; the tests above leave it out.
test-stores: python jvm ## the contract of the stores over PostgreSQL, in three languages
	@.ci/need cargo cc postgres
	.ci/postgres $(MAKE) stores-rust stores-python stores-kotlin

.PHONY: stores-rust stores-python stores-kotlin
stores-rust:
	cargo test --package stores -- --include-ignored

stores-python:
	cd bindings/python && "$(venv)/bin/pytest" tests/test_testkit.py

stores-kotlin:
	$(maven) test -Dtest='fr.entkit.testkit.*Test'

test-vectors: ## compares the counts of the last runs of the vectors
	@.ci/vectors table

.PHONY: vectors-rust vectors-python vectors-kotlin vectors-swift
vectors-rust: ## the vectors in Rust alone
	@.ci/need cargo cc
	@.ci/vectors rust cargo test --package ent-conformance

vectors-python: python ## the vectors in Python alone
	@.ci/vectors python "$(venv)/bin/pytest" bindings/python/tests/test_conformance.py

vectors-kotlin: jvm ## the vectors in Kotlin alone
	@.ci/vectors kotlin $(maven) test -Dtest=fr.entkit.ConformanceTest

vectors-swift: swift-sources ## the vectors in Swift alone
	@LD_LIBRARY_PATH="$(native)" .ci/vectors swift .ci/swift swift test $(swift_flags) --filter ConformanceTests

# What a language needs before its tests.

.PHONY: python jvm swift-sources
python: $(venv)/.installed ## builds the Python package into .venv
	@.ci/need cargo cc
	VIRTUAL_ENV="$(venv)" "$(venv)/bin/maturin" develop --release --quiet --manifest-path bindings/python/Cargo.toml

$(venv)/.installed: bindings/python/requirements-dev.txt
	@.ci/need venv
	python3 -m venv --clear "$(venv)"
	"$(venv)/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

jvm: ## looks for what the Kotlin package is built with
	@.ci/need cargo cc strip java mvn

swift-sources: ## generates what the Swift package is built from
	@.ci/need cargo cc strip
	bindings/generate swift

.PHONY: requirements
requirements: $(venv)/.installed ## pins requirements-dev.in again, with hashes
	@test -x "$(venv)/bin/pip-compile" || "$(venv)/bin/pip" install --quiet pip-tools==7.6.2
	cd bindings/python && CUSTOM_COMPILE_COMMAND="make requirements" "$(venv)/bin/pip-compile" --quiet \
	  --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --output-file requirements-dev.txt requirements-dev.in

# Lints.

.PHONY: lint lint-rust lint-python lint-kotlin lint-swift lint-text
lint: lint-text lint-rust lint-python lint-kotlin lint-swift ## every lint of every language

lint-rust: $(venv)/.installed ## lints, format, tables and documentation of the crates
	@.ci/need cargo cc
	.ci/lints
	cargo fmt --all --check
	cargo fmt --manifest-path fuzz/Cargo.toml --check
	cargo clippy --workspace --all-targets -- -D warnings
	cargo clippy --manifest-path fuzz/Cargo.toml --target-dir target/fuzz --locked -- -D warnings
	cargo run --quiet --package ent-datagen -- --check
	@$(MAKE) docs

lint-python: python ## lints, format and types of the Python package
	cd bindings/python && "$(venv)/bin/ruff" check . ../../examples/python
	cd bindings/python && "$(venv)/bin/ruff" format --check . ../../examples/python
	cd bindings/python && "$(venv)/bin/mypy" --strict --package entkit && "$(venv)/bin/mypy" --strict tests benches
	cd bindings/python && "$(venv)/bin/mypy" --strict ../../examples/python/*.py
	cd bindings/python && "$(venv)/bin/python" -m mypy.stubtest entkit

lint-kotlin: ## lints and format of the Kotlin package
	@.ci/need java mvn
	$(maven) antrun:run@ktlint

lint-swift: ## lints and format of the Swift package
	.ci/swift swift format lint --strict --configuration bindings/swift/.swift-format $(swift_sources)

lint-text: $(venv)/.installed ## scripts and spelling
	"$(venv)/bin/shellcheck" $(scripts)
	"$(venv)/bin/typos"
	.ci/spell-fr

.PHONY: fmt
fmt: $(venv)/.installed ## formats the sources of every language
	@.ci/need cargo java mvn
	cargo fmt --all
	cargo fmt --manifest-path fuzz/Cargo.toml
	cd bindings/python && "$(venv)/bin/ruff" format . ../../examples/python
	$(maven) --quiet antrun:run@ktlint -Dktlint.options=--format
	.ci/swift swift format --in-place --configuration bindings/swift/.swift-format $(swift_sources)

.PHONY: docs
# Links lead only to crates that have a folder already.
docs: ## the documentation of the crates, into target/doc
	@.ci/need cargo cc
	@doc="$${CARGO_TARGET_DIR:-target}/doc"; mkdir -p "$$doc/ent_core" "$$doc/ent_auth" "$$doc/ent_prefs"
	RUSTDOCFLAGS="-D warnings" cargo doc --workspace --exclude uniffi-bindgen --features ent-auth/testkit --no-deps

# Benches and fuzzing.

.PHONY: bench bench-rust bench-python bench-kotlin bench-swift
bench: bench-rust bench-python bench-kotlin bench-swift ## benches of the crates and of each binding

bench-rust: ## benches of the crates
	@.ci/need cargo cc
	cargo bench --package ent-core --package ent-auth --package ent-prefs

bench-python: python ## benches of the Python package
	cd bindings/python && "$(venv)/bin/pytest" benches --benchmark-only

bench-kotlin: jvm ## benches of the Kotlin package
	$(maven) --quiet test-compile exec:exec@bench

bench-swift: swift-sources ## benches of the Swift package
	$(swift) run --configuration release $(swift_flags) EntKitBench

.PHONY: fuzz-smoke
fuzz-smoke: ## every fuzz target for ten seconds
	@.ci/fuzz-smoke

.PHONY: clean
clean: ## removes everything built, except the Swift toolchain
	cargo clean
	rm -rf fuzz/target bindings/kotlin/target bindings/swift/.build .venv
	rm -rf bindings/swift/Sources/EntKit/Generated bindings/swift/Sources/EntFFI/EntFFI.h
