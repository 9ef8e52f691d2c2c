#!/usr/bin/env bash
# Builds the app and the server and serves the demo body.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
section "Set-up"
scripts/setup.sh run
section "The app"
scripts/build-app.sh release
section "The server"
# All packages together, as the tests do, so that the same crates are compiled once.
cargo build --locked --bin etalon
section_end
exec target/debug/etalon demo --app dist "$@"
