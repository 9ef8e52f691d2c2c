#!/usr/bin/env bash
# Turns the rules of tests/seeded/rules.txt off, one at a time, and runs the tests that are mapped to each: one must fail (docs/adr/0331).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rules() { grep -v '^ *\(#\|$\)' tests/seeded/rules.txt; }

section "Tests in which rules can be turned off"
# Without the server's own package: what stands beside the tests stays the program as it is shipped.
cargo nextest list --locked --workspace --exclude frontend --exclude backend --features base/seeded \
  --list-type binaries-only --message-format json >"$work/binaries.json"
cargo metadata --locked --format-version 1 >"$work/cargo.json"
tests() { cargo nextest run --binaries-metadata "$work/binaries.json" --cargo-metadata "$work/cargo.json" --no-tests fail "$@"; }

section "With every rule in force"
tests --no-fail-fast -E "$(rules | sed 's/^[^ ]* *//' | sort -u | paste -sd'|')"

section "With one rule turned off"
missed=() count=0
while read -r rule filter; do
  count=$((count + 1))
  code=0
  ETALON_SEEDED=$rule tests -E "$filter" >"$work/run" 2>&1 </dev/null || code=$?
  case $code in
    100) printf '  %-48s caught\n' "$rule" ;;
    0) printf '  %-48s NOT CAUGHT\n' "$rule"; missed+=("$rule") ;;
    *) cat "$work/run"; exit "$code" ;;
  esac
done < <(rules)
section_end
printf '%d rules turned off, %d not caught\n' "$count" "${#missed[@]}"
[ "$count" -ge 50 ] && [ "${#missed[@]}" = 0 ]
