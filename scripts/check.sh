#!/usr/bin/env bash
# Form: formatting, lints on both targets, documentation, the layout of the house.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
[ -f "$tools/web-toolchain" ] || scripts/setup.sh run
section "Formatting"
cargo fmt --all --check
section "Lints, native"
cargo clippy --locked --all-targets -- -D warnings
section "Lints, wasm32"
with_web_toolchain cargo clippy --locked --profile web-quick -p frontend --target $WASM --all-targets -- -D warnings
section "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
section "Layout"
cargo test --locked -q --workspace --exclude frontend --test tidy
section_end
