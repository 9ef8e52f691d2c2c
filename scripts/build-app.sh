#!/usr/bin/env bash
# Builds what the browser loads. Does nothing when nothing that goes into it has changed.
# Usage: scripts/build-app.sh release   small and optimised, into dist/
#        scripts/build-app.sh quick     for the tests, into target/app-quick/
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

kind=${1:-release}
case $kind in
  release) profile=web out=dist ;;
  quick) profile=web-quick out=target/app-quick ;;
  *) echo "usage: $0 [release|quick]" >&2; exit 2 ;;
esac

inputs() { # name and content of everything that goes into the app
  find shared/src frontend public Cargo.toml Cargo.lock Trunk.toml scripts/build-app.sh -type f -print0 | sort -z | xargs -0 sha256sum
  cat "$tools/web-toolchain"
}
stamp=target/app-$kind.stamp
mkdir -p target
now=$(inputs | sha256sum)
if [ -f "$out/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
  echo "the app in $out is up to date"
  exit 0
fi
rm -f "$stamp"

args=(--dist "$PWD/$out" --cargo-profile "$profile" --skip-version-check)
[ "$kind" = release ] && args+=(--release --minify)
# Trunk builds offline: the crates are fetched first. NO_COLOR=1, which some environments set, is not a value Trunk takes.
with_web_toolchain cargo fetch --locked --quiet --target $WASM
with_web_toolchain env -u NO_COLOR trunk build "${args[@]}"
printf '%s' "$now" >"$stamp"
