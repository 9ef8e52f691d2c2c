#!/usr/bin/env bash
# Builds what the browser loads. Does nothing when nothing that goes into it has changed.
# Usage: scripts/build-app.sh release   small and optimised, into dist/
#        scripts/build-app.sh quick     for the tests, into target/app-quick/
#        scripts/build-app.sh current   builds nothing; says whether dist/ is what release would build
# Both go through the same steps and emit the same files under the same kinds of names; only the compiler's profile and wasm-opt, which
# take ten minutes, differ. So what the stories prove of the index, the worker and its list is true of what is served.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

kind=${1:-release}
case $kind in
  release) profile=web out=dist ;;
  quick) profile=web-quick out=target/app-quick ;;
  current) out=dist ;;
  *) echo "usage: $0 [release|quick|current]" >&2; exit 2 ;;
esac

inputs() { # name and content of everything that goes into the app
  find shared frontend public Cargo.toml Cargo.lock Trunk.toml scripts/build-app.sh -type f -print0 | sort -z | xargs -0 sha256sum
  cat "$tools/web-toolchain"
}
stamp=target/app-${kind/current/release}.stamp
mkdir -p target
now=$(inputs | sha256sum)
if [ -f "$out/index.html" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
  echo "the app in $out is up to date"
  exit 0
fi
[ "$kind" != current ] || exit 1
rm -f "$stamp"

# Every emitted file with its SHA-256, written into the index: the worker (public/sw.js) keeps these files and no others. Since the list
# stands in the index, the index's own sum names the whole build.
list_files() {
  local list
  list=$(cd "$1" && find . -type f ! -name index.html ! -name sw.js ! -name '*.br' ! -name '*.gz' -print0 | LC_ALL=C sort -z \
    | xargs -0 sha256sum | sed -E 's|^([0-9a-f]{64})  \./(.*)$|"/\2":"\1"|' | paste -sd, -)
  local element="<script type=\"application/json\" id=\"files-of-the-build\">{$list}</script>"
  local index; index=$(cat "$1/index.html")
  case $index in *"<link"*) ;; *) echo "no place for the list of files in $1/index.html" >&2; exit 1 ;; esac
  printf '%s%s<link%s\n' "${index%%<link*}" "$element" "${index#*<link}" >"$1/index.html"
}

args=(--dist "$PWD/$out" --cargo-profile "$profile" --skip-version-check --minify)
[ "$kind" = release ] && args+=(--release)
# Trunk builds offline: the crates are fetched first. NO_COLOR=1, which some environments set, is not a value Trunk takes.
with_web_toolchain cargo fetch --locked --quiet --target $WASM
with_web_toolchain env -u NO_COLOR trunk build "${args[@]}"
list_files "$out"
printf '%s' "$now" >"$stamp"
