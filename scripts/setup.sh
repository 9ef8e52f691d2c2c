#!/usr/bin/env bash
# Installs what building and testing Etalon needs. Safe to run again: what is there is left alone.
# Usage: scripts/setup.sh run    what `make run` needs (browser toolchain, fonts)
#        scripts/setup.sh test   the same and what `make test` needs (Chromium, Postgres, poppler)
set -euo pipefail
cd "$(dirname "$0")/.."

want=${1:-run}
TRUNK_VERSION=0.21.14
BINARYEN_VERSION=132.0.0
tools=${ETALON_TOOLS:-$HOME/.cache/etalon/tools}
mkdir -p "$tools/bin"
export PATH="$tools/bin:$PATH"

say() { printf '\033[36m[setup]\033[0m %s\n' "$*"; }
missing() { printf '\033[31m[setup]\033[0m missing: %s\n        get it: %s\n' "$1" "$2" >&2; exit 1; }

command -v cargo >/dev/null || missing "Rust (cargo)" "https://rustup.rs, stable 1.95 or newer"
command -v npm >/dev/null || missing "Node.js with npm" "https://nodejs.org, version 20 or newer"
command -v cc >/dev/null || missing "a C compiler" "install gcc or clang"

is_debian() { [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_updated=
apt_install() {
  local wanted=()
  for p in "$@"; do dpkg -s "$p" 2>/dev/null | grep -q '^Status: install ok installed' || wanted+=("$p"); done
  [ ${#wanted[@]} = 0 ] && return 0
  if [ -z "$apt_updated" ]; then say "apt-get update"; apt-get update -qq; apt_updated=1; fi
  say "installing Debian packages: ${wanted[*]}"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >"$tools/apt.log" 2>&1 \
    || { tail -20 "$tools/apt.log" >&2; exit 1; }
}

# --- fonts (the documents are set in Noto) --------------------------------------------------
if is_debian; then
  apt_install fonts-noto-core fonts-noto-cjk
elif command -v fc-list >/dev/null && [ -z "$(fc-list 'Noto Sans CJK SC')" ]; then
  missing "the fonts Noto Sans and Noto Sans CJK SC" "install the packages noto-fonts and noto-fonts-cjk of your system"
fi

# --- the wasm32 target ----------------------------------------------------------------------
std_rlibs() { ls "$1"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1; }
web_toolchain() {
  if std_rlibs "$(rustc --print sysroot)"; then echo ""; return; fi
  if [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && command -v rustup >/dev/null \
     && rustup target add wasm32-unknown-unknown >&2; then echo ""; return; fi
  is_debian || missing "the Rust target wasm32-unknown-unknown" "rustup target add wasm32-unknown-unknown"
  apt_install rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy >&2
  # rust-lld is a link to the linker of one LLVM version, whose package is only recommended.
  [ -x /usr/bin/rust-lld ] || apt_install "$(basename "$(readlink /usr/bin/rust-lld)")" >&2
  # The target's std belongs to one compiler; after an upgrade of the package it is built again.
  local made_by=/usr/lib/rustlib/wasm32-unknown-unknown/made-by
  if ! std_rlibs /usr || [ "$(cat "$made_by" 2>/dev/null)" != "$(/usr/bin/rustc --version)" ]; then
    say "building the standard library for wasm32 (once, about 30 s)" >&2
    local d; d=$(mktemp -d)
    mkdir -p "$d/src"; : >"$d/src/lib.rs"
    printf '[package]\nname = "empty"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n' >"$d/Cargo.toml"
    (cd "$d" && env -u CARGO_TARGET_DIR -u RUSTUP_TOOLCHAIN PATH="/usr/bin:$PATH" RUSTFLAGS=-Cembed-bitcode=yes RUSTC_BOOTSTRAP=1 \
      /usr/bin/cargo build --release --target wasm32-unknown-unknown -Zbuild-std=std,panic_abort,proc_macro,test >&2)
    rm -rf /usr/lib/rustlib/wasm32-unknown-unknown/lib
    mkdir -p /usr/lib/rustlib/wasm32-unknown-unknown/lib
    cp "$d"/target/wasm32-unknown-unknown/release/deps/*.rlib /usr/lib/rustlib/wasm32-unknown-unknown/lib/
    /usr/bin/rustc --version >"$made_by"
    rm -rf "$d"
  fi
  rustup toolchain list | grep -q '^web' || rustup toolchain link web /usr >&2
  echo web
}
toolchain=$(web_toolchain)
printf '%s' "$toolchain" >"$tools/web-toolchain"
say "browser crates build with: ${toolchain:-the active toolchain}"

# --- Trunk, wasm-bindgen, wasm-opt ----------------------------------------------------------
have() { [ -x "$tools/bin/$1" ] && "$tools/bin/$1" --version 2>/dev/null | grep -qF "$2"; }
progress() { # of a cargo build: a line now and then, and whatever went wrong
  awk '/Compiling/ { if (++n % 40 == 0) print "        " n " crates compiled"; next } /^(error|warning: unused)|Installed/ { print } { fflush() }'
}
cargo_tool() { # crate, binary, version
  have "$2" "$3" && return 0
  say "building $1 $3 (once, several minutes)"
  CARGO_TARGET_DIR="$tools/build" cargo install "$1" --version "$3" --root "$tools" --locked --force 2>&1 | progress || true
  have "$2" "$3" || { CARGO_TARGET_DIR="$tools/build" cargo install "$1" --version "$3" --root "$tools" --force; }
}
if [ -f Cargo.lock ]; then
  bindgen=$(awk '/^name = "wasm-bindgen"$/{getline; gsub(/[^0-9.]/,""); print; exit}' Cargo.lock)
  cargo_tool wasm-bindgen-cli wasm-bindgen "$bindgen"
fi
cargo_tool trunk trunk "$TRUNK_VERSION"
if ! have wasm-opt "version ${BINARYEN_VERSION%%.*}"; then
  say "installing binaryen $BINARYEN_VERSION (wasm-opt)"
  npm install --silent --no-audit --no-fund --prefix "$tools" "binaryen@$BINARYEN_VERSION" >/dev/null
  ln -sf "$tools/node_modules/.bin/wasm-opt" "$tools/bin/wasm-opt"
fi

# --- the tests' browser, database and PDF reader --------------------------------------------
if [ "$want" = test ]; then
  if is_debian; then
    apt_install chromium chromium-driver postgresql poppler-utils openssl
  else
    command -v chromedriver >/dev/null || missing chromedriver "install Chromium and its chromedriver"
    command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing "PostgreSQL server programs" "install postgresql"
    command -v pdftotext >/dev/null || missing pdftotext "install poppler-utils"
    command -v openssl >/dev/null || missing openssl "install openssl"
  fi
  if ! cargo nextest --version >/dev/null 2>&1; then say "cargo-nextest is not here: tests run with cargo test"; fi
fi
rm -rf "$tools/build"
say "ready"
