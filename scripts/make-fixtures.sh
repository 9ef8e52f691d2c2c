#!/usr/bin/env bash
# Makes the fixtures of the build that is checked out, once per release (tests/fixtures/README.md).
# Usage: scripts/make-fixtures.sh <number of the release>
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
out=$PWD/tests/fixtures/${1:?the number of the release}
[ ! -e "$out" ] || { echo "$out is there already: fixtures are made once" >&2; exit 1; }
mkdir -p "$out"
scripts/setup.sh test
scripts/build-app.sh quick
cargo build --locked --bin etalon
ETALON_FIXTURES=$out cargo test --locked -p tests --test e2e fixtures:: -- --ignored
tar -C target -cJf "$out/app.tar.xz" app-quick
