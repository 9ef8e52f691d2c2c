#!/usr/bin/env bash
# Everything that must hold. ETALON_LONG=1 runs the long versions of the fault tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# Adds up what the runners say: nextest's "N tests run: N passed, N failed", cargo test's "N passed; N failed".
summary() {
  sed 's/\x1b\[[0-9;]*m//g' "$log" | awk '
    /tests? run: / || /^test result: / {
      for (i = 2; i <= NF; i++) { if ($i ~ /^passed[,;]?$/) passed += $(i-1); if ($i ~ /^failed[,;]?$/) failed += $(i-1) }
    }
    END { printf "%d passed, %d failed\n", passed, failed }'
}
failed=0
run() { "$@" 2>&1 | tee -a "$log" || failed=1; }

section "Set-up"
scripts/setup.sh test

section "The app, quick profile"
scripts/build-app.sh quick

section "Build"
# All packages together, as the tests do, so that the same crates are compiled once.
cargo build --locked --bin etalon
if cargo nextest --version >/dev/null 2>&1; then
  suite() { cargo nextest run --locked --no-fail-fast "$@"; }
  # Three at a time: a story waits more than it works. One that passes only the second time is named as flaky.
  stories() { suite --workspace --exclude frontend -j 3 --retries 1 -E 'binary(e2e)'; }
  offline() { suite -p tests -j 3 --retries 1 -E 'binary(e2e) & test(/^offline::/)'; }
  quick() { suite --workspace --exclude frontend -E 'not binary(e2e)'; }
else
  suite() { cargo test --locked --no-fail-fast "$@"; }
  stories() { suite -p tests --test e2e -- --test-threads 3; }
  offline() { suite -p tests --test e2e -- --test-threads 3 offline::; }
  quick() { suite --workspace --exclude frontend --lib --bins && suite -p tests --test tidy --test contract --test api --test sync; }
fi

section "Rules, contract of the store, stories through the API, sync under faults"
run quick

section "The browser crate, in headless Chromium"
export CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver)}
export WASM_BINDGEN_USE_BROWSER=1
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
# The profile the app was just built with, so that the crates below it are there.
run with_web_toolchain cargo test --locked --profile web-quick -p frontend --target $WASM

section "Stories in the browser"
run stories

# Every story in three zones, an hour before and after midnight of each (tests/e2e/here.rs).
if [ -n "${ETALON_LONG:-}" ]; then
  for here in "Asia/Shanghai 23" "Asia/Shanghai 1" "Asia/Kolkata 23" "Asia/Kolkata 1" "America/Phoenix 23" "America/Phoenix 1"; do
    section "Stories, $here o'clock"
    export ETALON_STORY_HERE=$here
    run stories
  done
  unset ETALON_STORY_HERE
fi

# The app of the stories goes through the same steps as the release; where the release is built, they are asked of it too.
[ -z "${ETALON_LONG:-}" ] || scripts/build-app.sh release
if scripts/build-app.sh current; then
  section "Offline, on the release"
  export ETALON_APP=$PWD/dist
  run offline
  unset ETALON_APP
fi

# Each rule of tests/seeded is turned off once, and a test has to fail.
[ -z "${ETALON_LONG:-}" ] || run scripts/seeded.sh

section_end
run scripts/check.sh

printf '\n'
summary
[ $failed = 0 ]
